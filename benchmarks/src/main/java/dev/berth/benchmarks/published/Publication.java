package dev.berth.benchmarks.published;

import dev.berth.benchmarks.instance.Instance;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

    /**
     * The instance that a file holds, made anew from its name.
     *
     * @throws BadInputException where the file cannot be read, its name is none of an instance that is made, or it
     *     holds another problem than that
     */
    public static Instance instance(Path file) {
        InstanceFile read = InstanceFile.read(file);
        Instance instance;
        try {
            instance = Instance.named(read.name());
        } catch (BadInputException unknown) {
            throw new BadInputException(file + ": name: " + unknown.getMessage(), unknown);
        }
        require(file, read, instance);
        return instance;
    }

    private static void require(Path file, InstanceFile read, Instance instance) {
        if (!read.unsolved().equals(made(instance))) {
            throw new BadInputException(file + ": another problem than " + instance.name()
                    + " is now; publish into a new folder, or run the version that made it");
        }
    }

    private static InstanceFile made(Instance instance) {
        return ProblemFile.of(
                instance.name(), "made by 'berth peers --instances " + instance.name() + "'", instance.problem());
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
     * @throws BadInputException where the file holds another problem
     * @throws IllegalStateException where a plan does not cost what is said of it, or breaks a limit
     */
    public Path add(Instance instance, List<Solved> solves) throws IOException {
        Path file = folder.resolve(fileName(instance.name()));
        InstanceFile published = made(instance);
        if (Files.exists(file)) {
            InstanceFile read = InstanceFile.read(file);
            require(file, read, instance);
            published = read;
        }
        for (Solved solved : solves) {
            published = published.with(solved.solve(), solved.plan());
        }
        PlanCheck.fault(published).ifPresent(fault -> {
            throw new IllegalStateException(instance.name() + ": " + fault);
        });
        Files.createDirectories(folder);
        Json.write(file, published);
        InstanceFile.SCHEMA.writeTo(folder);
        return file;
    }
}
