package dev.berth.profiler.machine;

import dev.berth.record.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Energy counters of the processor packages, as the kernel's powercap files have them (RAPL, of Intel and AMD). They
 * count all that runs on the processor, the whole package and not the memory beside it, and step about every
 * millisecond.
 */
public final class ProcessorEnergy {
    private static final String FOLDER = "/sys/class/powercap";

    private final SystemFiles files;
    private final Reading<List<Counter>> packages;

    /**
     * The counter of a package.
     *
     * @param rangeMicrojoules where it begins again
     */
    private record Counter(String name, String file, long rangeMicrojoules) {}

    private ProcessorEnergy(SystemFiles files) {
        this.files = files;
        this.packages = packages(files);
    }

    /** The counters of this machine; whether they may be read is seen when they are. */
    public static ProcessorEnergy ofThisMachine() {
        return new ProcessorEnergy(SystemFiles.ofThisMachine());
    }

    /** The same of a folder that stands for {@code /}. */
    static ProcessorEnergy below(Path root) {
        return new ProcessorEnergy(new SystemFiles(root));
    }

    /** The zones below a package count parts of it, and a zone of the platform counts packages again. */
    private static Reading<List<Counter>> packages(SystemFiles files) {
        List<Counter> found = new ArrayList<>();
        for (String zone : files.names(FOLDER)) {
            String folder = FOLDER + "/" + zone;
            String name = zone.matches("intel-rapl:\\d+")
                    ? files.textIfAny(folder + "/name").orElse("")
                    : "";
            if (name.startsWith("package-")) {
                Reading<Long> range =
                        files.parse(folder + "/max_energy_range_uj", text -> Reading.measured(Long.parseLong(text)));
                if (range instanceof Reading.Value<Long> told) {
                    found.add(new Counter(name, folder + "/energy_uj", told.value()));
                } else {
                    return Reading.failed(range.whyAbsent().orElseThrow());
                }
            }
        }
        return found.isEmpty()
                ? Reading.notSupported("no energy counter of a processor package (intel-rapl) under " + FOLDER
                        + ", as in most virtual machines")
                : Reading.measured(found);
    }

    /** What the counters show at one moment. */
    public record Mark(Reading<List<Long>> microjoules) {}

    /** Reads the counters; a few hundred microseconds. */
    public Mark mark() {
        return new Mark(Readings.then(packages, found -> {
            List<Long> counters = new ArrayList<>();
            for (Counter one : found) {
                Reading<Long> counter = counter(one.file);
                if (counter instanceof Reading.Value<Long> told) {
                    counters.add(told.value());
                } else {
                    return Readings.then(counter, value -> Reading.measured(List.of(value)));
                }
            }
            return Reading.measured(counters);
        }));
    }

    /** Since Linux 5.10 root's alone: differences tell what others compute. */
    private Reading<Long> counter(String file) {
        if (files.isDenied(file)) {
            return Reading.notSupported(
                    file + " may be read by root alone; run as root, or let this user read it (chmod a+r)");
        }
        return files.parse(file, text -> Reading.measured(Long.parseLong(text)));
    }

    /**
     * Energy from one mark to a later one, which must lie less than a turn of the counters apart: minutes.
     *
     * @return microjoules of all packages, > 0
     */
    public Reading<Long> between(Mark before, Mark after) {
        return Readings.then(
                before.microjoules, first -> Readings.then(after.microjoules, second -> sum(first, second)));
    }

    private Reading<Long> sum(List<Long> before, List<Long> after) {
        long sum = 0;
        for (int i = 0; i < before.size(); i++) {
            long risen = after.get(i) - before.get(i);
            sum += risen >= 0
                    ? risen
                    : risen + packages.optional().orElseThrow().get(i).rangeMicrojoules;
        }
        return sum > 0
                ? Reading.measured(sum)
                : Reading.notSupported("the processor's energy counter did not step: too short for it");
    }

    /** Names of the packages, where their counters may be read. */
    public Reading<String> counted() {
        return Readings.then(
                mark().microjoules,
                told -> Reading.measured(packages.optional().orElseThrow().stream()
                        .map(Counter::name)
                        .collect(Collectors.joining(", "))));
    }
}
