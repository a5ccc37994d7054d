package dev.berth.profiler.device;

import com.sun.management.OperatingSystemMXBean;
import dev.berth.record.Reading;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code /proc} says of the host's memory and processor. */
final class HostMemory {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");
    private static final Path SMAPS_ROLLUP = Path.of("/proc/self/smaps_rollup");
    private static final Path STATM = Path.of("/proc/self/statm");

    private HostMemory() {}

    static Reading<Long> availableBytes() {
        return read("MemAvailable");
    }

    static Reading<Long> totalBytes() {
        return read("MemTotal");
    }

    /**
     * What is resident of this process and of no file: the Java heap, and memory mapped for staging and weights. Exact
     * where the kernel adds its mappings up, which takes it a few milliseconds; else its running count, which lags by
     * some pages a thread.
     */
    static Reading<Long> anonymousBytes() {
        try {
            return Files.exists(SMAPS_ROLLUP)
                    ? lineBytes(SMAPS_ROLLUP, Files.readAllLines(SMAPS_ROLLUP), "Anonymous")
                    : statmBytes(Files.readString(STATM));
        } catch (IOException e) {
            return Reading.notSupported(SMAPS_ROLLUP + ": " + e.getMessage());
        }
    }

    /** Second less third figure of {@code /proc/self/statm}: resident pages less those that belong to files. */
    static Reading<Long> statmBytes(String statm) {
        long pageBytes = LibC.getpagesize();
        String[] pages = statm.strip().split(" +");
        try {
            return Reading.measured((Long.parseLong(pages[1]) - Long.parseLong(pages[2])) * pageBytes);
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            return Reading.failed(STATM + ": cannot read '" + statm.strip() + "'");
        }
    }

    /** What a container let its processes have in all when first asked, the host's total where there is none. */
    static final long CONTAINER_LIMIT_BYTES = containerLimitBytes();

    private static long containerLimitBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Long.MAX_VALUE;
    }

    static String processorName() {
        try {
            return Files.readAllLines(CPUINFO).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    private static Reading<Long> read(String key) {
        try {
            return lineBytes(MEMINFO, Files.readAllLines(MEMINFO), key);
        } catch (IOException e) {
            return Reading.notSupported(MEMINFO + ": " + e.getMessage());
        }
    }

    /** One line of a file that is laid out as {@code /proc/meminfo} is, in bytes. */
    static Reading<Long> lineBytes(Path file, List<String> lines, String key) {
        for (String line : lines) {
            if (line.startsWith(key + ":")) {
                String[] parts = line.substring(key.length() + 1).strip().split(" +");
                try {
                    return Reading.measured(Math.multiplyExact(Long.parseLong(parts[0]), 1024L));
                } catch (ArithmeticException | NumberFormatException e) {
                    return Reading.failed(file + ": cannot read '" + line + "'");
                }
            }
        }
        return Reading.notSupported(file + " has no " + key);
    }
}
