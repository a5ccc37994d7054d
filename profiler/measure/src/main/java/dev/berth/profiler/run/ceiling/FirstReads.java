package dev.berth.profiler.run.ceiling;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.MachineRecord;
import dev.berth.dataset.raw.FirstRead;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.machine.MachineProbe;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.run.plan.SessionScope;
import dev.berth.profiler.run.plan.SessionSettings.Point;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads each model directly before anything else of the session does, and then again: the first read is the only one
 * that a cache below this machine's page cache may not serve.
 */
public final class FirstReads {
    private static final int LATER_READS = 3;

    /** Longer models are represented by their first GiB. */
    private static final long MAX_BYTES = 1L << 30;

    private static final ReaderSetting UNPLANNED = new ReaderSetting(ReaderKind.DIRECT, 2, 1 << 20);

    private final SessionScope scope;
    private final boolean virtual;

    /** Nothing read yet; a spent budget ends it before its next read. */
    public FirstReads(SessionScope scope, MachineRecord machine) {
        this.scope = scope;
        this.virtual = machine.container().virtualization().optional().isPresent();
    }

    /** Bytes that are read of a model, for estimates. */
    public static long readBytes(long modelBytes) {
        return (LATER_READS + 1) * Math.min(modelBytes, MAX_BYTES);
    }

    /** What is read directly and largest at once, so that the reads themselves wait least. */
    private static ReaderSetting setting(List<Point> points) {
        return points.stream()
                .map(Point::setting)
                .filter(setting -> setting.reader() == ReaderKind.DIRECT)
                .max(Comparator.comparingLong(setting -> (long) setting.threads() * setting.chunkBytes()))
                .orElse(UNPLANNED);
    }

    /**
     * A first read of each model of which no file was read before; none where no cold run is planned. What cannot be
     * read is noted and left out.
     */
    public List<FirstRead> of(List<Model> models, List<Point> points) {
        List<FirstRead> found = new ArrayList<>();
        if (points.stream().noneMatch(point -> point.tier() == CacheTier.STORAGE_COLD)) {
            return found;
        }
        ReaderSetting setting = setting(points);
        Set<Path> read = new HashSet<>();
        for (Model model : models) {
            List<Path> files =
                    model.weightExtents().stream().map(Extent::file).distinct().toList();
            boolean first = files.stream().filter(read::add).count() == files.size();
            if (first && !files.isEmpty()) {
                try {
                    found.add(of(model, files.get(0), setting));
                } catch (IOException | DeviceException e) {
                    scope.listener().note("no first read of " + model.record().name() + ": " + e.getMessage());
                }
            }
        }
        return found;
    }

    private FirstRead of(Model model, Path file, ReaderSetting setting) throws IOException {
        ReadSweep sweep = new ReadSweep(scope, CacheTier.STORAGE_COLD, model.weightExtents(), MAX_BYTES);
        ReadSweep.Again again = sweep.firstAndLater(setting, LATER_READS);
        return new FirstRead(
                model.record().name(),
                setting.threads(),
                setting.chunkBytes(),
                again.later().bytes(),
                again.firstBytesPerSecond(),
                again.later().median(),
                again.later().bytesPerSecond().size(),
                virtual
                        ? Reading.notSupported("the links of a virtual machine's disks are not those of the hardware")
                        : MachineProbe.storageLinkBytesPerSecond(file));
    }
}
