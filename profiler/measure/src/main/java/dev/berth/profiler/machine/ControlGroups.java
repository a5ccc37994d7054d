package dev.berth.profiler.machine;

import dev.berth.record.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Limits of the control groups around the process, versions 1 and 2. A limit of any group above binds too, so the
 * tightest on the way up is taken.
 */
final class ControlGroups {
    /** Version 1 says "no limit" by the largest multiple of a page. */
    private static final long V1_UNLIMITED_BYTES = 1L << 62;

    private final SystemFiles files;
    private final String cgroup;
    private final List<MountInfo> mounts;

    /** Those around this process. */
    static ControlGroups ofThisProcess(SystemFiles files) {
        return new ControlGroups(
                files,
                files.text("/proc/self/cgroup").optional().orElse(""),
                files.text("/proc/self/mountinfo").optional().orElse(""));
    }

    ControlGroups(SystemFiles files, String cgroup, String mountinfo) {
        this.files = files;
        this.cgroup = cgroup;
        this.mounts = mountinfo
                .lines()
                .map(MountInfo::parse)
                .flatMap(Optional::stream)
                .filter(mount -> mount.fileSystem().startsWith("cgroup"))
                .toList();
    }

    /** Processors' worth of time, for example 1.5. */
    Reading<Double> cpuLimitCores() {
        List<Double> limits = new ArrayList<>(limits("", "cpu.max", text -> cpuMaxCores(text)));
        for (String folder : folders("cpu")) {
            Optional<String> quota = files.textIfAny(folder + "/cpu.cfs_quota_us");
            Optional<String> period = files.textIfAny(folder + "/cpu.cfs_period_us");
            if (quota.isPresent() && period.isPresent()) {
                cpuMaxCores(quota.get() + " " + period.get()).ifPresent(limits::add);
            }
        }
        return tightest(limits, "processor time");
    }

    /** Memory in bytes. */
    Reading<Long> memoryLimitBytes() {
        List<Long> limits = new ArrayList<>(limits("", "memory.max", ControlGroups::bytes));
        limits.addAll(limits("memory", "memory.limit_in_bytes", ControlGroups::bytes));
        return tightest(limits, "memory");
    }

    /**
     * What the processes of the tightest group may still take, in bytes: its limit less what they hold, file pages that
     * the kernel can take back apart.
     */
    Reading<Long> memoryAvailableBytes() {
        List<Long> available = new ArrayList<>();
        for (String folder : folders("")) {
            available(folder, "memory.max", "memory.current", "").ifPresent(available::add);
        }
        for (String folder : folders("memory")) {
            available(folder, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_")
                    .ifPresent(available::add);
        }
        return tightest(available, "memory");
    }

    private Optional<Long> available(String folder, String limitFile, String usageFile, String statPrefix) {
        Optional<Long> limit = files.textIfAny(folder + "/" + limitFile).flatMap(ControlGroups::bytes);
        Optional<Long> usage = files.textIfAny(folder + "/" + usageFile).map(Long::parseLong);
        if (limit.isEmpty() || usage.isEmpty()) {
            return none();
        }
        String stat = files.textIfAny(folder + "/memory.stat").orElse("");
        long filePages = stat.lines()
                .filter(line ->
                        line.startsWith(statPrefix + "inactive_file ") || line.startsWith(statPrefix + "active_file "))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                .sum();
        return Optional.of(Math.max(0, limit.get() - Math.max(0, usage.get() - filePages)));
    }

    /** Limits of device throughput, as the kernel words them. */
    Reading<String> ioLimit() {
        List<String> limits =
                new ArrayList<>(limits("", "io.max", text -> text.isEmpty() ? none() : Optional.of(text)));
        limits.addAll(limits("blkio", "blkio.throttle.read_bps_device", text -> Optional.of("read_bps " + text)));
        limits.addAll(limits("blkio", "blkio.throttle.read_iops_device", text -> Optional.of("read_iops " + text)));
        return limits.isEmpty()
                ? Reading.notSupported("no control group limits storage")
                : Reading.measured(String.join("; ", limits).replace('\n', ','));
    }

    /** {@code QUOTA PERIOD} in microseconds; no quota is {@code max} or -1. */
    static Optional<Double> cpuMaxCores(String text) {
        String[] parts = text.split("\\s+");
        if (parts.length != 2 || parts[0].equals("max")) {
            return none();
        }
        long quota = Long.parseLong(parts[0]);
        long period = Long.parseLong(parts[1]);
        return quota > 0 && period > 0 ? Optional.of((double) quota / period) : none();
    }

    /** A number of bytes; no limit is {@code max} or beyond any memory. */
    static Optional<Long> bytes(String text) {
        if (text.equals("max")) {
            return none();
        }
        long bytes = Long.parseLong(text);
        return bytes < V1_UNLIMITED_BYTES ? Optional.of(bytes) : none();
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }

    private static <T extends Comparable<T>> Reading<T> tightest(List<T> limits, String what) {
        return limits.stream()
                .min(Comparator.naturalOrder())
                .map(Reading::measured)
                .orElseGet(() -> Reading.notSupported("no control group limits " + what));
    }

    private <T> List<T> limits(String controller, String file, Function<String, Optional<T>> parser) {
        return folders(controller).stream()
                .map(folder -> files.textIfAny(folder + "/" + file))
                .flatMap(Optional::stream)
                .map(parser)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The process's own folder of a controller (empty: version 2) and all above it, as far as they can be seen. */
    private List<String> folders(String controller) {
        Optional<String> path = cgroup.lines()
                .map(line -> line.split(":", 3))
                .filter(parts ->
                        parts.length == 3 && List.of(parts[1].split(",")).contains(controller))
                .map(parts -> parts[2])
                .findFirst();
        Optional<MountInfo> mount = mounts.stream()
                .filter(candidate -> controller.isEmpty()
                        ? candidate.fileSystem().equals("cgroup2")
                        : candidate.fileSystem().equals("cgroup")
                                && candidate.options().contains(controller))
                .findFirst();
        List<String> folders = new ArrayList<>();
        if (path.isPresent() && mount.isPresent()) {
            String below = path.get();
            while (!below.isEmpty() && !below.equals("/")) {
                folders.add(mount.get().mountPoint() + below);
                below = below.substring(0, below.lastIndexOf('/'));
            }
            folders.add(mount.get().mountPoint());
        }
        return folders;
    }
}
