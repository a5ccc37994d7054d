package dev.berth.profiler.machine;

import dev.berth.record.Reading;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The most bytes a second that a disk's own link can carry, from what the kernel says was negotiated. */
final class StorageLink {
    private static final Pattern ATA_PORT = Pattern.compile("/ata(\\d+)/");
    private static final Pattern SPEED = Pattern.compile("([0-9.]+) (?:GT/s|Gbps).*");
    private static final double ATA_ENCODING = 8 / 10.0;

    /** Payload bits of a bit on the wire by transfer rate, PCI Express base specification. */
    private static final Map<String, Double> PCIE_ENCODING = Map.of(
            "2.5", 8 / 10.0,
            "5.0", 8 / 10.0,
            "8.0", 128 / 130.0,
            "16.0", 128 / 130.0,
            "32.0", 128 / 130.0,
            "64.0", 236 / 256.0);

    private StorageLink() {}

    static Reading<Double> bytesPerSecond(SystemFiles files, BlockDevice device) {
        Optional<String> path = files.realPath("/sys/class/block/" + device.disk());
        if (path.isEmpty()) {
            return Reading.notSupported("disk " + device.disk() + " is not in /sys/class/block");
        }
        Matcher port = ATA_PORT.matcher(path.get());
        if (port.find()) {
            return files.parse("/sys/class/ata_link/link" + port.group(1) + "/sata_spd", StorageLink::ofAta);
        }
        int nvme = path.get().indexOf("/nvme/");
        if (nvme > 0) {
            String function = path.get().substring(0, nvme);
            return Readings.then(
                    files.text(function + "/current_link_speed"),
                    speed -> files.parse(function + "/current_link_width", width -> ofPcie(speed, width)));
        }
        return Reading.notSupported(
                "disk " + device.disk() + " is neither NVMe nor SATA: the rate of its link is not told");
    }

    /** {@code 6.0 Gbps}. */
    static Reading<Double> ofAta(String speed) {
        Matcher gigabits = SPEED.matcher(speed);
        return gigabits.matches()
                ? Reading.derived(Double.parseDouble(gigabits.group(1)) * 1e9 * ATA_ENCODING / 8)
                : Reading.notSupported("the SATA link's speed is not told: " + speed);
    }

    /** {@code 8.0 GT/s PCIe} and {@code 4}. */
    static Reading<Double> ofPcie(String speed, String width) {
        Matcher transfers = SPEED.matcher(speed);
        Double encoding = transfers.matches() ? PCIE_ENCODING.get(transfers.group(1)) : null;
        int lanes = Integer.parseInt(width);
        return encoding == null || lanes < 1
                ? Reading.notSupported("the PCIe link's speed is not told: " + speed + ", width " + width)
                : Reading.derived(Double.parseDouble(transfers.group(1)) * 1e9 * encoding * lanes / 8);
    }
}
