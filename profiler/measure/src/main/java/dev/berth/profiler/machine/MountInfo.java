package dev.berth.profiler.machine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A line of {@code /proc/self/mountinfo} (proc_pid_mountinfo(5)).
 *
 * @param device {@code major:minor} of the file system
 * @param mountPoint where it is mounted, octal escapes resolved
 * @param options per-mount options followed by those of the file system, each once
 * @param fileSystem type, for example {@code ext4}
 * @param source what was mounted, for example {@code /dev/nvme0n1p2}
 */
record MountInfo(String device, String mountPoint, List<String> options, String fileSystem, String source) {
    MountInfo {
        options = List.copyOf(options);
    }

    /** The mount that holds a path: the longest mount point above it, the last mounted where several are stacked. */
    static Optional<MountInfo> holding(String mountinfo, Path absolutePath) {
        MountInfo best = null;
        int depth = -1;
        for (String line : mountinfo.split("\n")) {
            Optional<MountInfo> mount = parse(line);
            if (mount.isEmpty()) {
                continue;
            }
            Path point = Path.of(mount.get().mountPoint());
            if (absolutePath.startsWith(point) && point.getNameCount() >= depth) {
                best = mount.get();
                depth = point.getNameCount();
            }
        }
        return Optional.ofNullable(best);
    }

    /** One line; empty where it is not a mount line. */
    static Optional<MountInfo> parse(String line) {
        String[] halves = line.split(" - ", 2);
        if (halves.length != 2) {
            return Optional.empty();
        }
        String[] left = halves[0].split(" ");
        String[] right = halves[1].split(" ");
        if (left.length < 6 || right.length < 3) {
            return Optional.empty();
        }
        List<String> options = Stream.of(left[5].split(","), right[2].split(","))
                .flatMap(Stream::of)
                .map(MountInfo::unescape)
                .distinct()
                .toList();
        return Optional.of(new MountInfo(left[2], unescape(left[4]), options, unescape(right[0]), unescape(right[1])));
    }

    /** Resolves the kernel's octal escapes of blank, tab, newline, backslash and hash, as bytes of UTF-8. */
    static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '\\' && octal(in, i + 1) && octal(in, i + 2) && octal(in, i + 3)) {
                out.write((in[i + 1] - '0') << 6 | (in[i + 2] - '0') << 3 | (in[i + 3] - '0'));
                i += 3;
            } else {
                out.write(in[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static boolean octal(byte[] bytes, int index) {
        return index < bytes.length && bytes[index] >= '0' && bytes[index] <= '7';
    }
}
