package dev.berth.profiler.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountInfoTest {
    private static final String MOUNTS = """
            22 27 0:21 / /proc rw,relatime - proc proc rw
            27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
            30 27 259:2 / /mnt/models rw,noatime master:3 propagate_from:2 - xfs /dev/nvme0n1p2 rw,inode64,noatime
            31 30 0:44 /sub /mnt/models/hub rw,relatime - btrfs /dev/sdb1 rw,subvol=/sub
            32 27 0:50 / /mnt/my\\040models\\011x ro - nfs4 server:/export\\040a ro,vers=4.2
            33 27 0:51 / /mnt/stacked rw - tmpfs tmpfs rw
            34 27 8:1 / /mnt/stacked rw - ext4 /dev/sda1 rw
            35 27 0:60 / /srv/\\303\\266ffentlich rw - tmpfs tmpfs rw
            """;

    @ParameterizedTest
    @CsvSource({
        "/, /, ext4",
        "/mnt, /, ext4",
        "/mnt/models, /mnt/models, xfs",
        "/mnt/models/a/b.gguf, /mnt/models, xfs",
        "/mnt/models2, /, ext4",
        "/mnt/models/hub/blobs, /mnt/models/hub, btrfs",
        "/mnt/stacked/x, /mnt/stacked, ext4",
        "/proc/self, /proc, proc",
        "/srv/öffentlich/x, /srv/öffentlich, tmpfs"
    })
    void longestMountPointWinsThenTheLast(String path, String mountPoint, String fileSystem) {
        MountInfo mount = MountInfo.holding(MOUNTS, Path.of(path)).orElseThrow();
        assertEquals(mountPoint, mount.mountPoint());
        assertEquals(fileSystem, mount.fileSystem());
    }

    @Test
    void escapesAndOptions() {
        MountInfo mount =
                MountInfo.holding(MOUNTS, Path.of("/mnt/my models\tx/a")).orElseThrow();
        assertEquals("server:/export a", mount.source());
        assertEquals(List.of("ro", "vers=4.2"), mount.options());
        MountInfo models = MountInfo.holding(MOUNTS, Path.of("/mnt/models")).orElseThrow();
        assertEquals("259:2", models.device());
        assertEquals(List.of("rw", "noatime", "inode64"), models.options());
    }

    @ParameterizedTest
    @CsvSource({"a\\040b, 'a b'", "a\\134b, a\\b", "\\04, \\04", "tail\\, tail\\", "\\999, \\999", "\\043x, '#x'"})
    void unescapes(String escaped, String expected) {
        assertEquals(expected, MountInfo.unescape(escaped));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " - ", "1 2 3:4 / / rw - ", "1 2 3:4 / / rw ext4 /dev/vda rw", "garbage"})
    void linesThatAreNoMountsAreSkipped(String line) {
        assertEquals(Optional.empty(), MountInfo.parse(line));
        assertTrue(MountInfo.holding(line, Path.of("/x")).isEmpty());
    }
}
