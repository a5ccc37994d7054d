package dev.berth.profiler.device;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code /proc/self/smaps}. */
final class Smaps {
    private static final Pattern HEADER = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) [-rwxsp]{4} .*");
    private static final Pattern HUGE = Pattern.compile("AnonHugePages:\\s+(\\d+) kB");

    private Smaps() {}

    /** Bytes on huge pages in the mapping that holds an address; 0 where no mapping holds it. */
    static long anonHugeBytes(List<String> lines, long address) {
        boolean inside = false;
        for (String line : lines) {
            Matcher header = HEADER.matcher(line);
            if (header.matches()) {
                inside = Long.compareUnsigned(Long.parseUnsignedLong(header.group(1), 16), address) <= 0
                        && Long.compareUnsigned(address, Long.parseUnsignedLong(header.group(2), 16)) < 0;
            } else if (inside) {
                Matcher huge = HUGE.matcher(line);
                if (huge.matches()) {
                    return Long.parseLong(huge.group(1)) * 1024;
                }
            }
        }
        return 0;
    }
}
