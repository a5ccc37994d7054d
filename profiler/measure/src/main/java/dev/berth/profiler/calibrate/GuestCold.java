package dev.berth.profiler.calibrate;

import dev.berth.dataset.MachineRecord;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What "cold" means inside a virtual machine: the guest's page cache was empty, the host's may not have been. */
final class GuestCold {
    private static final Set<String> BARE = Set.of("", "none", "no", "bare metal");

    private GuestCold() {}

    /** A line for people where a hypervisor is reported. */
    static Optional<String> note(MachineRecord machine) {
        return machine.container()
                .virtualization()
                .optional()
                .filter(layer -> !BARE.contains(layer.strip().toLowerCase(Locale.ROOT)))
                .map(layer -> "cold in the guest only: virtualised by " + layer + ", whose host may cache");
    }
}
