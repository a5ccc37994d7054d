package dev.berth.text;

/** A column was asked for that the table does not have; the message names those it has. */
public final class UnknownColumnException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownColumnException(String message) {
        super(message);
    }
}
