package dev.berth.command;

/** What a command's exit status means; the same for every command of both modules. */
public enum ExitCode {
    /** All that was asked was done. */
    OK(0),
    /** A defect of this software. */
    INTERNAL(1),
    /** The command line was wrong. */
    USAGE(2),
    /** Some input could not be used; what could be done without it was done. */
    BAD_INPUT(3),
    /** The device asked for is not there. */
    NO_DEVICE(4),
    /** No plan satisfies the limits. */
    INFEASIBLE(5),
    /** Two datasets differ by more than the threshold. */
    DIFFERS(10),
    /** Ended by a signal. */
    INTERRUPTED(130);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    /** The process exit status. */
    public int status() {
        return status;
    }
}
