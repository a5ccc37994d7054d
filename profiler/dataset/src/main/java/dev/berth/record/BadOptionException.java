package dev.berth.record;

/** A value on the command line that its option does not take, whatever the files say: a fault of usage. */
public final class BadOptionException extends BadInputException {
    private static final long serialVersionUID = 1L;

    public BadOptionException(String message) {
        super(message);
    }

    public BadOptionException(String message, Throwable cause) {
        super(message, cause);
    }
}
