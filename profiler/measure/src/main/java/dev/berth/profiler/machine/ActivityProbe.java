package dev.berth.profiler.machine;

import dev.berth.dataset.raw.RunRow;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BinaryOperator;

/**
 * What else the machine did while something was measured: two snapshots and their difference. A snapshot reads four
 * small files of {@code /proc} and {@code /sys}, so it belongs before and after a timed region, not into it.
 */
public final class ActivityProbe {
    /** The kernel reports processor time to programs in hundredths of a second on every architecture of today. */
    private static final long MILLIS_PER_TICK = 10;

    /** {@code /sys/block/X/stat} counts sectors of 512 bytes whatever the disk's own are. */
    private static final long SECTOR_BYTES = 512;

    private static final String OFF = "sampling was switched off";

    private final SystemFiles files;
    private final Reading<BlockDevice> device;
    private final boolean samples;

    ActivityProbe(SystemFiles files, Reading<BlockDevice> device) {
        this(files, device, true);
    }

    private ActivityProbe(SystemFiles files, Reading<BlockDevice> device, boolean samples) {
        this.files = files;
        this.device = device;
        this.samples = samples;
    }

    /**
     * A probe of this machine and of the disk that holds a folder.
     *
     * @param folder an existing folder or file
     */
    public static ActivityProbe on(Path folder) {
        SystemFiles files = SystemFiles.ofThisMachine();
        return new ActivityProbe(files, blockDevice(files, folder));
    }

    /** A probe that reads nothing: for finding out what sampling costs. */
    public static ActivityProbe off() {
        return new ActivityProbe(SystemFiles.ofThisMachine(), Reading.notSupported(OFF), false);
    }

    /** Whether snapshots read anything. */
    public boolean samples() {
        return samples;
    }

    static Reading<BlockDevice> blockDevice(SystemFiles files, Path folder) {
        return Readings.then(mount(files, folder), mount -> BlockDevice.under(files, mount));
    }

    static Reading<MountInfo> mount(SystemFiles files, Path folder) {
        try {
            Path real = folder.toRealPath();
            return files.parse(
                    "/proc/self/mountinfo",
                    text -> MountInfo.holding(text, real)
                            .map(Reading::measured)
                            .orElseGet(() -> Reading.failed("no mount holds " + real)));
        } catch (IOException e) {
            return Reading.failed(folder + " cannot be resolved: " + e.getMessage());
        }
    }

    /**
     * Counters at one moment.
     *
     * @param load1 one-minute load average
     * @param stealMillis processor time taken away by the hypervisor since boot, all processors together
     * @param processReadBytes bytes this process fetched from storage since it began
     * @param deviceReadBytes bytes the disk served since boot, to all processes
     */
    public record Snapshot(
            Reading<Double> load1,
            Reading<Long> stealMillis,
            Reading<Long> processReadBytes,
            Reading<Long> deviceReadBytes) {}

    public Snapshot snapshot() {
        if (!samples) {
            return new Snapshot(
                    Reading.notSupported(OFF),
                    Reading.notSupported(OFF),
                    Reading.notSupported(OFF),
                    Reading.notSupported(OFF));
        }
        return new Snapshot(
                files.parse("/proc/loadavg", ActivityProbe::parseLoad1),
                files.parse("/proc/stat", ActivityProbe::parseStealMillis),
                files.parse("/proc/self/io", ActivityProbe::parseProcessReadBytes),
                Readings.then(device, disk -> files.parse(disk.diskFile("stat"), ActivityProbe::parseDeviceReadBytes)));
    }

    /** Bytes this process fetched from storage between two snapshots. */
    public static Reading<Long> processReadBytes(Snapshot before, Snapshot after) {
        return difference(before.processReadBytes(), after.processReadBytes());
    }

    /** Bytes the disk served between two snapshots, to all processes. */
    public static Reading<Long> deviceReadBytes(Snapshot before, Snapshot after) {
        return difference(before.deviceReadBytes(), after.deviceReadBytes());
    }

    /** The environment of a run that lay between two snapshots. */
    public static RunRow.Environment between(Snapshot before, Snapshot after) {
        return between(before, after, processReadBytes(before, after));
    }

    /**
     * The same where other processes than this one did the reading.
     *
     * @param ownReadBytes what they fetched from storage meanwhile
     */
    public static RunRow.Environment between(Snapshot before, Snapshot after, Reading<Long> ownReadBytes) {
        return new RunRow.Environment(
                before.load1(),
                difference(before.stealMillis(), after.stealMillis()),
                otherReadBytes(ownReadBytes, deviceReadBytes(before, after)));
    }

    private static Reading<Long> otherReadBytes(Reading<Long> own, Reading<Long> all) {
        Reading<Long> other = combine(all, own, (a, b) -> a - b);
        if (other.optional().orElse(0L) < 0) {
            return Reading.notSupported("what was measured read "
                    + own.optional().orElseThrow()
                    + " bytes, the disk of the models served " + all.optional().orElseThrow()
                    + ": another disk was read too");
        }
        return other;
    }

    private static Reading<Long> difference(Reading<Long> before, Reading<Long> after) {
        Reading<Long> difference = combine(after, before, (a, b) -> a - b);
        return difference.optional().orElse(0L) < 0 ? Reading.failed("counter went backwards") : difference;
    }

    private static Reading<Long> combine(Reading<Long> a, Reading<Long> b, BinaryOperator<Long> operation) {
        return Readings.then(a, left -> Readings.then(b, right -> Reading.derived(operation.apply(left, right))));
    }

    static Reading<Double> parseLoad1(String loadavg) {
        return Reading.measured(Double.parseDouble(loadavg.substring(0, loadavg.indexOf(' '))));
    }

    /** Eighth figure of the first line: {@code cpu user nice system idle iowait irq softirq steal ...}. */
    static Reading<Long> parseStealMillis(String stat) {
        String[] fields = stat.lines().findFirst().orElseThrow().split(" +");
        if (!fields[0].equals("cpu") || fields.length < 9) {
            return Reading.notSupported("/proc/stat has no steal time");
        }
        return Reading.measured(Math.multiplyExact(Long.parseLong(fields[8]), MILLIS_PER_TICK));
    }

    static Reading<Long> parseProcessReadBytes(String io) {
        return io.lines()
                .filter(line -> line.startsWith("read_bytes:"))
                .findFirst()
                .map(line -> Reading.measured(
                        Long.parseLong(line.substring("read_bytes:".length()).strip())))
                .orElseGet(() -> Reading.notSupported("/proc/self/io has no read_bytes"));
    }

    /** Third figure: sectors read. */
    static Reading<Long> parseDeviceReadBytes(String stat) {
        return Reading.measured(Math.multiplyExact(Long.parseLong(stat.strip().split(" +")[2]), SECTOR_BYTES));
    }
}
