package dev.berth.profiler.device;

import com.sun.management.OperatingSystemMXBean;
import dev.berth.profile.Reading;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code /proc} says of the host's memory and processor. */
final class HostMemory {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private HostMemory() {}

    static Reading<Long> availableBytes() {
        return read("MemAvailable");
    }

    static Reading<Long> totalBytes() {
        return read("MemTotal");
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
            return meminfoBytes(Files.readAllLines(MEMINFO), key);
        } catch (IOException e) {
            return Reading.notSupported(MEMINFO + ": " + e.getMessage());
        }
    }

    /** One line of {@code /proc/meminfo}, in bytes. */
    static Reading<Long> meminfoBytes(List<String> lines, String key) {
        for (String line : lines) {
            if (line.startsWith(key + ":")) {
                String[] parts = line.substring(key.length() + 1).strip().split(" +");
                try {
                    return Reading.measured(Math.multiplyExact(Long.parseLong(parts[0]), 1024L));
                } catch (ArithmeticException | NumberFormatException e) {
                    return Reading.failed(MEMINFO + ": cannot read '" + line + "'");
                }
            }
        }
        return Reading.notSupported(MEMINFO + " has no " + key);
    }
}
