package dev.berth.profiler.machine;

import dev.berth.record.Reading;

/**
 * Processes that the kernel ended for lack of memory, of the machine's or of any memory group's.
 *
 * @param boot which start of the machine they are counted from
 * @param count how many since then, >= 0
 */
public record MemoryKills(String boot, long count) {
    /** Up to now; not supported where the kernel does not count them. */
    public static Reading<MemoryKills> now() {
        return now(SystemFiles.ofThisMachine());
    }

    static Reading<MemoryKills> now(SystemFiles files) {
        return Readings.then(
                files.text("/proc/sys/kernel/random/boot_id"),
                boot -> files.parse("/proc/vmstat", text -> count(boot, text)));
    }

    private static Reading<MemoryKills> count(String boot, String vmstat) {
        return vmstat.lines()
                .filter(line -> line.startsWith("oom_kill "))
                .findFirst()
                .map(line ->
                        Reading.measured(new MemoryKills(boot, Long.parseLong(line.substring("oom_kill ".length())))))
                .orElseGet(() -> Reading.notSupported("/proc/vmstat has no oom_kill"));
    }

    /** How many were added since an earlier reading, >= 0; 0 where the machine was started anew. */
    public long since(MemoryKills earlier) {
        return boot.equals(earlier.boot) ? count - earlier.count : 0;
    }
}
