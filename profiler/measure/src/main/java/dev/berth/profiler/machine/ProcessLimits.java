package dev.berth.profiler.machine;

import dev.berth.record.Reading;
import java.util.List;

/**
 * What the kernel lets this process have, from {@code /proc/self/limits} (getrlimit(2)); the soft limits, which count.
 */
public final class ProcessLimits {
    private ProcessLimits() {}

    /** Most files open at once; not supported where there is no limit. */
    public static Reading<Long> openFiles() {
        return limit(SystemFiles.ofThisMachine(), "Max open files");
    }

    /** Most bytes of locked memory (RLIMIT_MEMLOCK); not supported where there is no limit. */
    public static Reading<Long> lockedMemoryBytes() {
        return lockedMemoryBytes(SystemFiles.ofThisMachine());
    }

    static Reading<Long> lockedMemoryBytes(SystemFiles files) {
        return limit(files, "Max locked memory");
    }

    /**
     * Memory that the groups around this process still let it take, in bytes, >= 0; not supported where none limits it.
     */
    public static Reading<Long> groupMemoryAvailableBytes() {
        return Readings.ask(
                "memory group",
                () -> ControlGroups.ofThisProcess(SystemFiles.ofThisMachine()).memoryAvailableBytes());
    }

    /** Files this process has open now. */
    public static Reading<Long> openFilesNow() {
        List<String> descriptors = SystemFiles.ofThisMachine().names("/proc/self/fd");
        return descriptors.isEmpty()
                ? Reading.notSupported("/proc/self/fd cannot be listed")
                : Reading.measured((long) descriptors.size());
    }

    private static Reading<Long> limit(SystemFiles files, String name) {
        return files.parse("/proc/self/limits", text -> limit(text, name));
    }

    /** One line: {@code Max open files 1024 524288 files}. */
    static Reading<Long> limit(String limits, String name) {
        return limits.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip().split(" +")[0])
                .map(soft -> soft.equals("unlimited")
                        ? Reading.<Long>notSupported("no limit is set")
                        : Reading.measured(Long.parseLong(soft)))
                .findFirst()
                .orElseGet(() -> Reading.notSupported("/proc/self/limits has no '" + name + "'"));
    }
}
