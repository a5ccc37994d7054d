package dev.berth.profiler.machine;

import dev.berth.dataset.MachineRecord.Storage;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Describes the file system and the disk under a folder. */
final class StorageProbe {
    private static final long SECTOR_BYTES = 512;

    private final SystemFiles files;

    StorageProbe(SystemFiles files) {
        this.files = files;
    }

    Storage describe(Path folder) {
        Reading<MountInfo> mount = ActivityProbe.mount(files, folder);
        Reading<BlockDevice> device = Readings.then(mount, found -> BlockDevice.under(files, found));
        return new Storage(
                folder.toString(),
                Readings.then(mount, found -> Reading.measured(found.fileSystem())),
                Readings.then(mount, found -> Reading.measured(found.mountPoint())),
                Readings.then(mount, found -> Reading.measured(found.options())),
                Readings.then(device, found -> Reading.measured(found.disk())),
                Readings.then(device, this::model),
                Readings.then(
                        device,
                        found -> files.parse(
                                found.diskFile("size"),
                                text -> Reading.measured(Math.multiplyExact(Long.parseLong(text), SECTOR_BYTES)))),
                Readings.then(device, found -> files.parse(found.diskFile("queue/rotational"), Kernel::flag)),
                Readings.then(device, found -> files.parse(found.diskFile("queue/scheduler"), Kernel::chosen)),
                Readings.then(
                        device,
                        found -> files.parse(
                                found.diskFile("queue/read_ahead_kb"),
                                text -> Reading.measured(Math.multiplyExact(Long.parseLong(text), 1024L)))),
                freeBytes(folder));
    }

    private Reading<String> model(BlockDevice device) {
        return files.textIfAny(device.diskFile("device/model"))
                .map(Reading::measured)
                .orElseGet(() -> Reading.notSupported("disk " + device.disk() + " tells no model"));
    }

    private static Reading<Long> freeBytes(Path folder) {
        try {
            return Reading.measured(Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            return Reading.failed(folder + ": " + e.getMessage());
        }
    }
}
