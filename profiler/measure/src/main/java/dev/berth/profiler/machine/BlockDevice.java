package dev.berth.profiler.machine;

import dev.berth.record.Reading;
import java.util.List;

/**
 * The disk a file system lies on.
 *
 * @param partition kernel name of what holds the file system, for example {@code nvme0n1p2}
 * @param disk kernel name of the whole disk below it, the same where there are no partitions or volumes
 */
record BlockDevice(String partition, String disk) {

    /** The disk under a mount, through {@code /sys/dev/block/MAJOR:MINOR} or the mount's source. */
    static Reading<BlockDevice> under(SystemFiles files, MountInfo mount) {
        String byNumber = "/sys/dev/block/" + mount.device();
        if (files.exists(byNumber)) {
            return resolve(files, byNumber);
        }
        // btrfs and the like give an anonymous number, but name a device.
        if (mount.source().startsWith("/dev/")) {
            String node = files.realPath(mount.source()).orElse(mount.source());
            String byName = "/sys/class/block/" + node.substring(node.lastIndexOf('/') + 1);
            if (files.exists(byName)) {
                return resolve(files, byName);
            }
        }
        return Reading.notSupported("file system " + mount.fileSystem() + " at " + mount.mountPoint()
                + " lies on no block device of this machine (source " + mount.source() + ")");
    }

    private static Reading<BlockDevice> resolve(SystemFiles files, String link) {
        return files.realPath(link)
                .map(path -> Reading.measured(ofPath(files, path)))
                .orElseGet(() -> Reading.failed(link + " leads nowhere"));
    }

    /** A partition is a folder inside its disk's, marked by a file {@code partition}. */
    private static BlockDevice ofPath(SystemFiles files, String sysPath) {
        String[] parts = sysPath.split("/");
        String name = parts[parts.length - 1];
        if (files.exists(sysPath + "/partition")) {
            return new BlockDevice(name, parts[parts.length - 2]);
        }
        // Encrypted and logical volumes lie on one device below; an array on several stands for itself.
        List<String> below = files.names(sysPath + "/slaves");
        return below.size() == 1
                ? files.realPath("/sys/class/block/" + below.get(0))
                        .map(path -> new BlockDevice(name, ofPath(files, path).disk()))
                        .orElseGet(() -> new BlockDevice(name, name))
                : new BlockDevice(name, name);
    }

    /** A file of the whole disk's folder. */
    String diskFile(String name) {
        return "/sys/class/block/" + disk + "/" + name;
    }
}
