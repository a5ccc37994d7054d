package dev.berth.benchmarks.published;

import dev.berth.benchmarks.instance.Instance;
import dev.berth.optimizer.problem.InfeasibleException;
import dev.berth.optimizer.problem.Problem;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A folder of instances, a file each, in which the best of all solves stays. */
public final class Publication {
    private final Path folder;

    public Publication(Path folder) {
        this.folder = folder;
    }

    /** The file of an instance. */
    public static String fileName(String instance) {
        return instance.replace('/', '-') + ".json";
    }

    /** An instance that is made by its name, as it is published first. */
    public static InstanceFile made(Instance instance) {
        return ProblemFile.of(
                instance.name(), "made by 'berth peers --instances " + instance.name() + "'", instance.problem());
    }

    /**
     * The instance that a file's name makes, whose demand is known too; empty where the name makes none, which leaves
     * {@link #problem}.
     *
     * @throws BadInputException where the name makes another problem than the file holds
     */
    public static Optional<Instance> instance(Path place, InstanceFile file) {
        Instance instance;
        try {
            instance = Instance.named(file.name());
        } catch (BadInputException unknown) {
            return Optional.empty();
        }
        require(place, file, made(instance));
        return Optional.of(instance);
    }

    /**
     * The problem that a file holds.
     *
     * @throws BadInputException where solvers take none such
     * @throws InfeasibleException where no plan exists
     */
    public static Problem problem(Path place, InstanceFile file) {
        try {
            return ProblemFile.problem(file);
        } catch (BadInputException refused) {
            throw new BadInputException(
                    refused.faults().stream().map(fault -> place + ": " + fault).toList());
        } catch (InfeasibleException none) {
            throw new InfeasibleException(place + ": " + none.getMessage(), none);
        }
    }

    private static void require(Path place, InstanceFile read, InstanceFile expected) {
        if (!read.unsolved().equals(expected.unsolved())) {
            throw new BadInputException(place + ": another problem than " + expected.name()
                    + " is now; publish into a new folder, or run the version that made it");
        }
    }

    /** One solve of an instance, with its plan where it has one. */
    public record Solved(Solve solve, List<List<Integer>> plan) {
        public Solved {
            plan = List.copyOf(plan);
        }
    }

    /**
     * Adds solves to what is published of an instance; the file is made where it is not there.
     *
     * @param unpublished the instance
     * @throws BadInputException where the file holds another problem
     * @throws IllegalStateException where a plan does not cost what is said of it, or breaks a limit
     */
    public Path add(InstanceFile unpublished, List<Solved> solves) throws IOException {
        Path file = folder.resolve(fileName(unpublished.name()));
        InstanceFile published = unpublished;
        if (Files.exists(file)) {
            published = InstanceFile.read(file);
            require(file, published, unpublished);
        }
        for (Solved solved : solves) {
            published = published.with(solved.solve(), solved.plan());
        }
        PlanCheck.fault(published).ifPresent(fault -> {
            throw new IllegalStateException(unpublished.name() + ": " + fault);
        });
        Files.createDirectories(folder);
        Json.write(file, published);
        InstanceFile.SCHEMA.writeTo(folder);
        return file;
    }
}
