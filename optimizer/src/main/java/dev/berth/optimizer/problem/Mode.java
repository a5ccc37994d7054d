package dev.berth.optimizer.problem;

/**
 * One way a {@link ModalService} can be in a slot, and what it takes then. Ranges are checked by
 * {@link ModesBuilder#build}.
 *
 * @param name not blank, unique within its service
 * @param residency what plans and pictures show it as
 * @param storageBytes storage it takes, >= 0
 * @param memoryBytes device memory it takes, >= 0
 * @param energyMillijoules energy it takes in one slot, >= 0
 * @param hostMemoryBytes host memory it takes, >= 0
 * @param computePpm share of the server's compute it takes, in millionths, >= 0
 */
public record Mode(
        String name,
        Residency residency,
        long storageBytes,
        long memoryBytes,
        long energyMillijoules,
        long hostMemoryBytes,
        long computePpm) {
    /** A mode that takes no host memory and no share of compute. */
    public Mode(String name, Residency residency, long storageBytes, long memoryBytes, long energyMillijoules) {
        this(name, residency, storageBytes, memoryBytes, energyMillijoules, 0, 0);
    }

    /** Takes nothing. */
    public static Mode absent() {
        return new Mode(Residency.ABSENT.label(), Residency.ABSENT, 0, 0, 0);
    }
}
