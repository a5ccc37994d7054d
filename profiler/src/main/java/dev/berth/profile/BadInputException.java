package dev.berth.profile;

/**
 * Input that cannot be used. The message is one line for people: it names the file, the place in it and the value, says
 * what was expected and what to do.
 */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(message);
    }

    public BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
