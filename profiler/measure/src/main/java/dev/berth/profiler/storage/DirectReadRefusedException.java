package dev.berth.profiler.storage;

import java.io.IOException;

/** A file that can be read, but not past the page cache. */
public final class DirectReadRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    DirectReadRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
