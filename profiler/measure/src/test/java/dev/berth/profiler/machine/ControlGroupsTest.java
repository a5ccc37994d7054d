package dev.berth.profiler.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.record.Reading;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlGroupsTest {
    private static final String V2_MOUNT = "30 1 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
    private static final String V1_MOUNTS = """
            32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
            35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
            38 31 0:35 / /sys/fs/cgroup/blkio rw - cgroup cgroup rw,blkio
            """;

    @TempDir
    private Path root;

    @Test
    void version2TakesTheTightestOnTheWayUp() throws Exception {
        SystemTree tree = new SystemTree(root)
                .file("/sys/fs/cgroup/a/b/cpu.max", "400000 100000\n")
                .file("/sys/fs/cgroup/a/cpu.max", "150000 100000\n")
                .file("/sys/fs/cgroup/a/b/memory.max", "max\n")
                .file("/sys/fs/cgroup/a/memory.max", "1073741824\n")
                .file("/sys/fs/cgroup/a/b/io.max", "259:0 rbps=1048576 wbps=max\n");
        ControlGroups groups = new ControlGroups(tree.files(), "0::/a/b\n", V2_MOUNT);
        assertEquals(Reading.measured(1.5), groups.cpuLimitCores());
        assertEquals(Reading.measured(1073741824L), groups.memoryLimitBytes());
        assertEquals(Reading.measured("259:0 rbps=1048576 wbps=max"), groups.ioLimit());
    }

    /** Of the tightest group: its limit less what cannot be taken back from its processes. */
    @Test
    void whatAMemoryGroupStillLetsTake() throws Exception {
        SystemTree tree = new SystemTree(root)
                .file("/sys/fs/cgroup/a/b/memory.max", "1000\n")
                .file("/sys/fs/cgroup/a/b/memory.current", "700\n")
                .file("/sys/fs/cgroup/a/b/memory.stat", "anon 400\ninactive_file 200\nactive_file 50\nslab 50\n")
                .file("/sys/fs/cgroup/a/memory.max", "900\n")
                .file("/sys/fs/cgroup/a/memory.current", "800\n")
                .file("/sys/fs/cgroup/a/memory.stat", "inactive_file 200\nactive_file 50\n");
        assertEquals(
                Reading.measured(350L), new ControlGroups(tree.files(), "0::/a/b\n", V2_MOUNT).memoryAvailableBytes());

        SystemTree first = new SystemTree(root.resolve("1"))
                .file("/sys/fs/cgroup/memory/x/memory.limit_in_bytes", "1000\n")
                .file("/sys/fs/cgroup/memory/x/memory.usage_in_bytes", "1000\n")
                .file("/sys/fs/cgroup/memory/x/memory.stat", "inactive_file 1\ntotal_inactive_file 300\n")
                .file("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n")
                .file("/sys/fs/cgroup/memory/memory.usage_in_bytes", "5000\n");
        assertEquals(
                Reading.measured(300L),
                new ControlGroups(first.files(), "4:memory:/x\n", V1_MOUNTS).memoryAvailableBytes());
        assertTrue(new ControlGroups(tree.files(), "", "")
                .memoryAvailableBytes()
                .optional()
                .isEmpty());
    }

    @Test
    void version1() throws Exception {
        SystemTree tree = new SystemTree(root)
                .file("/sys/fs/cgroup/cpu,cpuacct/docker/x/cpu.cfs_quota_us", "50000\n")
                .file("/sys/fs/cgroup/cpu,cpuacct/docker/x/cpu.cfs_period_us", "100000\n")
                .file("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n")
                .file("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n")
                .file("/sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes", "536870912\n")
                .file("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n")
                .file("/sys/fs/cgroup/blkio/docker/x/blkio.throttle.read_bps_device", "8:0 1048576\n");
        String cgroup = "9:cpu,cpuacct:/docker/x\n4:memory:/docker/x\n3:blkio:/docker/x\n";
        ControlGroups groups = new ControlGroups(tree.files(), cgroup, V1_MOUNTS);
        assertEquals(Reading.measured(0.5), groups.cpuLimitCores());
        assertEquals(Reading.measured(536870912L), groups.memoryLimitBytes());
        assertEquals(Reading.measured("read_bps 8:0 1048576"), groups.ioLimit());
    }

    /** Inside a container the host's path of the group is not mounted, the group itself is the root. */
    @Test
    void pathOfTheHostThatCannotBeSeen() throws Exception {
        SystemTree tree = new SystemTree(root).file("/sys/fs/cgroup/memory.max", "2147483648\n");
        ControlGroups groups = new ControlGroups(tree.files(), "0::/../../docker/x\n", V2_MOUNT);
        assertEquals(Reading.measured(2147483648L), groups.memoryLimitBytes());
    }

    @Test
    void noLimits() {
        ControlGroups groups = new ControlGroups(new SystemTree(root).files(), "", "");
        assertEquals(Reading.notSupported("no control group limits processor time"), groups.cpuLimitCores());
        assertEquals(Reading.notSupported("no control group limits memory"), groups.memoryLimitBytes());
        assertEquals(Reading.notSupported("no control group limits storage"), groups.ioLimit());
    }

    @Test
    void parsers() {
        assertEquals(Optional.of(2.0), ControlGroups.cpuMaxCores("200000 100000"));
        assertEquals(Optional.empty(), ControlGroups.cpuMaxCores("max 100000"));
        assertEquals(Optional.empty(), ControlGroups.cpuMaxCores("-1 100000"));
        assertEquals(Optional.empty(), ControlGroups.bytes("max"));
        assertTrue(ControlGroups.bytes("9223372036854771712").isEmpty());
        assertEquals(Optional.of(4096L), ControlGroups.bytes("4096"));
    }
}
