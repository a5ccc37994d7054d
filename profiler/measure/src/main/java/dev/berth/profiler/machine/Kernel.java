package dev.berth.profiler.machine;

import dev.berth.record.Reading;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parsers of the kernel's text files; each takes a file's text and nothing else. */
final class Kernel {
    private static final Pattern CHOSEN = Pattern.compile("\\[([^\\]]+)]");
    private static final Pattern NVIDIA_MODULE = Pattern.compile("Kernel Module(?: for \\S+)?\\s+([0-9][0-9.]*)");

    private Kernel() {}

    /** The bracketed one of {@code always [madvise] never}; the text itself where there is no choice. */
    static Reading<String> chosen(String text) {
        Matcher chosen = CHOSEN.matcher(text);
        return Reading.measured(chosen.find() ? chosen.group(1) : text.strip());
    }

    /** A line of {@code /proc/meminfo}, in bytes. */
    static Reading<Long> meminfoBytes(String meminfo, String key) {
        return meminfo.lines()
                .filter(line -> line.startsWith(key + ":"))
                .findFirst()
                .map(line -> Reading.measured(Math.multiplyExact(Long.parseLong(line.replaceAll("[^0-9]", "")), 1024L)))
                .orElseGet(() -> Reading.notSupported("/proc/meminfo has no " + key));
    }

    /** {@code 0} or {@code 1}. */
    static Reading<Boolean> flag(String text) {
        return switch (text) {
            case "0" -> Reading.measured(false);
            case "1" -> Reading.measured(true);
            default -> Reading.failed("expected 0 or 1, found '" + text + "'");
        };
    }

    /** Version of the kernel module in {@code /proc/driver/nvidia/version}. */
    static Reading<String> nvidiaModuleVersion(String text) {
        Matcher module = NVIDIA_MODULE.matcher(text);
        return module.find()
                ? Reading.measured(module.group(1))
                : Reading.failed("/proc/driver/nvidia/version names no kernel module");
    }

    /**
     * The hypervisor underneath, from what it lets the guest see.
     *
     * @param cpuinfo {@code /proc/cpuinfo}
     * @param firmware DMI vendor and product, {@code /sys/hypervisor/type}, {@link #hypervisorMark}; empty where there
     *     is none
     */
    static Reading<String> virtualization(String cpuinfo, String firmware) {
        boolean flagged = cpuinfo.lines().anyMatch(line -> line.startsWith("flags") && line.contains(" hypervisor"));
        boolean tells = cpuinfo.lines().anyMatch(line -> line.startsWith("flags"));
        String known = knownHypervisor(firmware);
        if (!known.isEmpty() && (flagged || !tells)) {
            return Reading.measured(known);
        }
        if (flagged) {
            return Reading.measured(
                    firmware.isEmpty() ? "hypervisor of unknown kind (no firmware tables)" : "hypervisor: " + firmware);
        }
        return tells
                ? Reading.measured("none")
                : Reading.notSupported("this processor's flags do not tell of a hypervisor");
    }

    /** What the maker of an ACPI table or the list of a guest's clocks gives away. */
    static Optional<String> hypervisorMark(String text) {
        if (text.contains("FIRECK")) {
            return Optional.of("Firecracker");
        }
        if (text.contains("kvm-clock")) {
            return Optional.of("KVM guest clock");
        }
        return text.contains("hyperv_clocksource") ? Optional.of("Microsoft guest clock") : Optional.empty();
    }

    private static String knownHypervisor(String firmware) {
        String[][] marks = {
            {"Amazon EC2", "Amazon EC2"},
            {"Google", "Google Compute Engine"},
            {"Microsoft", "Hyper-V"},
            {"VMware", "VMware"},
            {"VirtualBox", "VirtualBox"},
            {"innotek", "VirtualBox"},
            {"Xen", "Xen"},
            {"xen", "Xen"},
            {"Firecracker", "Firecracker"},
            {"OpenStack", "OpenStack"},
            {"QEMU", "QEMU/KVM"},
            {"KVM", "KVM"},
        };
        for (String[] mark : marks) {
            if (firmware.contains(mark[0])) {
                return mark[1];
            }
        }
        return "";
    }

    /**
     * The container engine around the process, from its control groups.
     *
     * @param cgroup {@code /proc/self/cgroup}, where paths of the engine show
     */
    static Reading<String> containerRuntime(String cgroup) {
        String[][] marks = {
            {"kubepods", "kubernetes"},
            {"libpod", "podman"},
            {"docker", "docker"},
            {"containerd", "containerd"},
            {"crio", "cri-o"},
            {"/lxc", "lxc"},
            {"machine.slice", "systemd-nspawn"},
        };
        for (String[] mark : marks) {
            if (cgroup.contains(mark[0])) {
                return Reading.measured(mark[1]);
            }
        }
        return Reading.notSupported("no sign of a container");
    }
}
