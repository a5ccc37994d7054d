package dev.berth.profiler.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.MachineRecord.Storage;
import dev.berth.record.Reading;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockDeviceTest {
    private static final String NVME = "/sys/devices/pci0000:00/0000:00:1d.0/nvme/nvme0/nvme0n1";

    @TempDir
    private Path root;

    @TempDir
    private Path models;

    private SystemTree tree;

    @BeforeEach
    void nvmeWithPartitionAndVolume() throws Exception {
        tree = new SystemTree(root)
                .file(NVME + "/size", "2000409264\n")
                .file(NVME + "/stat", "  100 0 2048 5 0 0 0 0 0 0 0\n")
                .file(NVME + "/device/model", "Acme SSD 980 PRO 1TB   \n")
                .file(NVME + "/queue/rotational", "0\n")
                .file(NVME + "/queue/scheduler", "[none] mq-deadline\n")
                .file(NVME + "/queue/read_ahead_kb", "128\n")
                .file(NVME + "/nvme0n1p2/partition", "2\n")
                .folder("/sys/devices/virtual/block/dm-0/slaves/nvme0n1p2")
                .link("/sys/class/block/nvme0n1", NVME)
                .link("/sys/class/block/nvme0n1p2", NVME + "/nvme0n1p2")
                .link("/sys/class/block/dm-0", "/sys/devices/virtual/block/dm-0")
                .link("/sys/dev/block/259:2", NVME + "/nvme0n1p2")
                .link("/sys/dev/block/259:0", NVME)
                .link("/sys/dev/block/253:0", "/sys/devices/virtual/block/dm-0");
    }

    private static MountInfo mount(String device, String fileSystem, String source) {
        return new MountInfo(device, "/mnt/models", List.of("rw"), fileSystem, source);
    }

    private Reading<BlockDevice> under(String device, String fileSystem, String source) {
        return BlockDevice.under(tree.files(), mount(device, fileSystem, source));
    }

    @Test
    void partitionLeadsToItsDisk() {
        assertEquals(
                Reading.measured(new BlockDevice("nvme0n1p2", "nvme0n1")), under("259:2", "ext4", "/dev/nvme0n1p2"));
        assertEquals(Reading.measured(new BlockDevice("nvme0n1", "nvme0n1")), under("259:0", "ext4", "/dev/nvme0n1"));
    }

    @Test
    void volumeLeadsToTheDiskBelow() {
        assertEquals(Reading.measured(new BlockDevice("dm-0", "nvme0n1")), under("253:0", "ext4", "/dev/mapper/root"));
    }

    @Test
    void anonymousNumberGoesByTheSource() {
        assertEquals(
                Reading.measured(new BlockDevice("nvme0n1p2", "nvme0n1")), under("0:44", "btrfs", "/dev/nvme0n1p2"));
    }

    @Test
    void fileSystemsWithoutDiskSayWhy() {
        assertEquals(
                Reading.notSupported("file system overlay at /mnt/models lies on no block device of this machine"
                        + " (source overlay)"),
                under("0:51", "overlay", "overlay"));
        assertTrue(under("0:52", "nfs4", "server:/export") instanceof Reading.NotSupported<BlockDevice>);
    }

    @Test
    void storageIsDescribedFromTheDisk() throws Exception {
        tree.file("/proc/self/mountinfo", "27 1 259:2 / / rw,relatime - ext4 /dev/nvme0n1p2 rw,discard\n");
        Storage storage = new StorageProbe(tree.files()).describe(models);
        assertEquals(Reading.measured("ext4"), storage.fileSystem());
        assertEquals(Reading.measured("/"), storage.mountPoint());
        assertEquals(Reading.measured(List.of("rw", "relatime", "discard")), storage.mountOptions());
        assertEquals(Reading.measured("nvme0n1"), storage.blockDevice());
        assertEquals(Reading.measured("Acme SSD 980 PRO 1TB"), storage.blockDeviceModel());
        assertEquals(Reading.measured(2000409264L * 512), storage.blockDeviceBytes());
        assertEquals(Reading.measured(false), storage.rotational());
        assertEquals(Reading.measured("none"), storage.scheduler());
        assertEquals(Reading.measured(131072L), storage.readAheadBytes());
    }

    @Test
    void damagedFileFailsInsteadOfThrowing() throws Exception {
        tree.file("/proc/self/mountinfo", "27 1 259:2 / / rw - ext4 /dev/nvme0n1p2 rw\n")
                .file(NVME + "/size", "many\n");
        Storage storage = new StorageProbe(tree.files()).describe(models);
        assertEquals(Reading.failed("/sys/class/block/nvme0n1/size: cannot read 'many'"), storage.blockDeviceBytes());
    }

    @Test
    void withoutKernelFilesNothingIsGuessed() {
        Storage storage = new StorageProbe(new SystemFiles(models)).describe(models);
        assertEquals(Reading.notSupported("/proc/self/mountinfo does not exist"), storage.fileSystem());
        assertEquals(Reading.notSupported("/proc/self/mountinfo does not exist"), storage.scheduler());
    }
}
