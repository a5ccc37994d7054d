package dev.berth.profiler.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.record.Reading;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parsers, on text captured from several machines. */
class KernelTest {
    private static final String GUEST = "processor\t: 0\nflags\t\t: fpu vme de hypervisor lahf_lm\n";
    private static final String METAL = "processor\t: 0\nflags\t\t: fpu vme de lahf_lm\n";
    private static final String ARM = "processor\t: 0\nFeatures\t: fp asimd\n";

    @ParameterizedTest
    @CsvSource({
        "always [madvise] never, madvise",
        "[none] mq-deadline kyber bfq, none",
        "mq-deadline kyber [bfq], bfq",
        "none, none"
    })
    void bracketedChoice(String text, String expected) {
        assertEquals(Reading.measured(expected), Kernel.chosen(text));
    }

    @Test
    void meminfo() {
        String text = "MemTotal:       24684092 kB\nSwapTotal:             0 kB\nHugepagesize:       2048 kB\n";
        assertEquals(Reading.measured(24684092L * 1024), Kernel.meminfoBytes(text, "MemTotal"));
        assertEquals(Reading.measured(0L), Kernel.meminfoBytes(text, "SwapTotal"));
        assertEquals(Reading.notSupported("/proc/meminfo has no Huge"), Kernel.meminfoBytes(text, "Huge"));
    }

    @Test
    void flags() {
        assertEquals(Reading.measured(true), Kernel.flag("1"));
        assertEquals(Reading.measured(false), Kernel.flag("0"));
        assertTrue(Kernel.flag("2") instanceof Reading.Failed<Boolean>);
    }

    @Test
    void nvidiaModule() {
        assertEquals(
                Reading.measured("550.54.15"),
                Kernel.nvidiaModuleVersion("NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5"));
        assertEquals(
                Reading.measured("560.35.03"),
                Kernel.nvidiaModuleVersion(
                        "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  560.35.03  Release Build"));
        assertTrue(Kernel.nvidiaModuleVersion("something else") instanceof Reading.Failed<String>);
    }

    @Test
    void virtualization() {
        assertEquals(Reading.measured("none"), Kernel.virtualization(METAL, "Dell Inc. PowerEdge R740"));
        assertEquals(Reading.measured("none"), Kernel.virtualization(METAL, "Google Chromebox"));
        assertEquals(Reading.measured("QEMU/KVM"), Kernel.virtualization(GUEST, "QEMU Standard PC (Q35 + ICH9, 2009)"));
        assertEquals(Reading.measured("Amazon EC2"), Kernel.virtualization(GUEST, "Amazon EC2 c7i.large"));
        assertEquals(
                Reading.measured("Hyper-V"), Kernel.virtualization(GUEST, "Microsoft Corporation Virtual Machine"));
        assertEquals(
                Reading.measured("hypervisor of unknown kind (no firmware tables)"), Kernel.virtualization(GUEST, ""));
        assertEquals(Reading.measured("hypervisor: Acme Cloud"), Kernel.virtualization(GUEST, "Acme Cloud"));
        assertEquals(Reading.measured("QEMU/KVM"), Kernel.virtualization(ARM, "QEMU KVM Virtual Machine"));
        assertTrue(Kernel.virtualization(ARM, "").whyAbsent().isPresent());
    }

    @Test
    void marksOfSmallVirtualMachines() {
        assertEquals(Optional.of("Firecracker"), Kernel.hypervisorMark("FACP\0\1fFIRECKFCVMFADT"));
        assertEquals(Optional.of("KVM guest clock"), Kernel.hypervisorMark("tsc kvm-clock"));
        assertEquals(Optional.empty(), Kernel.hypervisorMark("tsc hpet acpi_pm"));
        assertEquals(Reading.measured("Firecracker"), Kernel.virtualization(GUEST, "Firecracker KVM guest clock"));
        assertEquals(Reading.measured("KVM"), Kernel.virtualization(GUEST, "KVM guest clock"));
    }

    @ParameterizedTest
    @CsvSource({
        "0::/kubepods.slice/kubepods-burstable.slice/cri-containerd-1.scope, kubernetes",
        "0::/system.slice/docker-4f5a.scope, docker",
        "4:memory:/docker/4f5a, docker",
        "0::/machine.slice/libpod-77.scope/container, podman",
        "0::/system.slice/containerd.service/x, containerd"
    })
    void containers(String cgroup, String expected) {
        assertEquals(Reading.measured(expected), Kernel.containerRuntime(cgroup));
    }

    @Test
    void noContainer() {
        assertEquals(
                Reading.notSupported("no sign of a container"),
                Kernel.containerRuntime("0::/user.slice/user-1000.slice/session-2.scope"));
    }
}
