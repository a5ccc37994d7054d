package dev.berth.benchmarks.compare;

import dev.berth.benchmarks.instance.Instance;
import dev.berth.benchmarks.published.InstanceFile;
import dev.berth.benchmarks.published.Publication;
import dev.berth.optimizer.problem.Problem;
import dev.berth.record.BadInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is solved: an instance that is made by its name, or one that a file holds.
 *
 * @param reference name or file, from which {@link #of} makes it again in another process; no space in it
 * @param name of the instance
 * @param cells regime, shape, charging, models, slots and seed as tables have them; empty where a file does not say
 * @param binds whether limits are meant to bind
 * @param models number of services, >= 1
 * @param slots >= 1
 * @param problem builds it
 * @param published it as a file, without what is known of its plans
 */
record Task(
        String reference,
        String name,
        List<String> cells,
        boolean binds,
        int models,
        int slots,
        Supplier<Problem> problem,
        Supplier<InstanceFile> published) {
    private static final String FILE = ".json";

    Task {
        cells = List.copyOf(cells);
    }

    /**
     * Of a name, or of a file.
     *
     * @throws BadInputException where it is neither
     */
    static Task of(String reference) {
        return reference.endsWith(FILE) ? of(Path.of(reference)) : of(reference, Instance.named(reference));
    }

    static Task of(Instance instance) {
        return of(instance.name(), instance);
    }

    private static Task of(String reference, Instance instance) {
        return new Task(
                reference,
                instance.name(),
                List.of(
                        instance.regime().label(),
                        instance.shape().label(),
                        instance.charging().label(),
                        Integer.toString(instance.models()),
                        Integer.toString(instance.slots()),
                        Long.toString(instance.seed())),
                instance.regime().binds(),
                instance.models(),
                instance.slots(),
                instance::problem,
                () -> Publication.made(instance));
    }

    private static Task of(Path place) {
        if (place.toString().contains(" ")) {
            throw new BadInputException("--instances " + place + ": a space in it, expected a file without");
        }
        InstanceFile file = InstanceFile.read(place);
        Optional<Instance> made = Publication.instance(place, file);
        if (made.isPresent()) {
            return of(place.toString(), made.get());
        }
        int services = file.services().size();
        Problem problem = Publication.problem(place, file);
        return new Task(
                place.toString(),
                file.name(),
                List.of(file.name(), "", "", Integer.toString(services), Integer.toString(file.slots()), ""),
                false,
                services,
                file.slots(),
                () -> problem,
                () -> file);
    }
}
