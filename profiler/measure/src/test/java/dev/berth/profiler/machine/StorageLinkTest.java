package dev.berth.profiler.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.record.Reading;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageLinkTest {
    @TempDir
    private Path root;

    private Reading<Double> of(SystemTree tree, String disk) {
        return StorageLink.bytesPerSecond(tree.files(), new BlockDevice(disk, disk));
    }

    @Test
    void nvmeByItsPcieLink() throws Exception {
        String function = "/sys/devices/pci0000:00/0000:00:1d.0/0000:02:00.0";
        SystemTree tree = new SystemTree(root)
                .file(function + "/nvme/nvme0/nvme0n1/size", "1")
                .file(function + "/current_link_speed", "8.0 GT/s PCIe\n")
                .file(function + "/current_link_width", "4\n")
                .link("/sys/class/block/nvme0n1", function + "/nvme/nvme0/nvme0n1");

        // Four lanes of 8 GT/s at 128 bits of 130 carry 3.938 GB/s.
        assertEquals(3.938e9, of(tree, "nvme0n1").optional().orElseThrow(), 1e6);
    }

    @Test
    void sataByItsPort() throws Exception {
        String disk = "/sys/devices/pci0000:00/0000:00:17.0/ata2/host1/target1:0:0/1:0:0:0/block/sda";
        SystemTree tree = new SystemTree(root)
                .file(disk + "/size", "1")
                .file("/sys/class/ata_link/link2/sata_spd", "6.0 Gbps\n")
                .link("/sys/class/block/sda", disk);

        assertEquals(600e6, of(tree, "sda").optional().orElseThrow(), 1);
    }

    @Test
    void othersAreNotGuessed() throws Exception {
        String disk = "/sys/devices/platform/virtio-mmio.0/virtio0/block/vda";
        SystemTree tree = new SystemTree(root).file(disk + "/size", "1").link("/sys/class/block/vda", disk);

        assertTrue(of(tree, "vda").whyAbsent().orElseThrow().contains("neither NVMe nor SATA"));
        assertTrue(of(tree, "sdz").whyAbsent().orElseThrow().contains("not in /sys/class/block"));
        assertTrue(StorageLink.ofAta("<unknown>").optional().isEmpty());
        assertTrue(StorageLink.ofPcie("Unknown", "0").optional().isEmpty());
    }
}
