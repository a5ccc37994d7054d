package dev.berth.profiler.fetch;

/** A package could not be had; the message is one line for people. */
final class FetchException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean corrupted;

    FetchException(String message, boolean corrupted) {
        super(message);
        this.corrupted = corrupted;
    }

    /** Whether the package arrived and was not what was pinned. */
    boolean corrupted() {
        return corrupted;
    }
}
