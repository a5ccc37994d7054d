package dev.berth.optimizer.solve;

/** A problem beyond a solver's limits; the message is one line for people. */
public final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooLargeException(String message) {
        super(message);
    }
}
