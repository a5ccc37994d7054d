package dev.berth.optimizer.problem;

/** A problem that no plan satisfies; the message is one line for people. */
public final class InfeasibleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InfeasibleException(String message) {
        super(message);
    }

    public InfeasibleException(String message, Throwable cause) {
        super(message, cause);
    }
}
