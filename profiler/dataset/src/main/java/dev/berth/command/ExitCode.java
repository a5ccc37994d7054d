package dev.berth.command;

/** What a command's exit status means; the same for every command. */
public enum ExitCode {
    /** All that was asked was done. */
    OK(0, "ok"),
    /** A defect of this software, or stdout does not take what is printed. */
    INTERNAL(1, "internal error"),
    /** The command line was wrong. */
    USAGE(2, "usage"),
    /** Some input could not be used; what could be done without it was done. */
    BAD_INPUT(3, "bad input"),
    /** The device asked for is not there. */
    NO_DEVICE(4, "no such device"),
    /** No plan satisfies the limits. */
    INFEASIBLE(5, "infeasible"),
    /** Two datasets differ by more than the threshold. */
    DIFFERS(10, "datasets differ"),
    /** Ended by a signal. */
    INTERRUPTED(130, "interrupted");

    private final int status;
    private final String meaning;

    ExitCode(int status, String meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    /** What it means, in a word or three. */
    public String meaning() {
        return meaning;
    }

    /** The process exit status. */
    public int status() {
        return status;
    }
}
