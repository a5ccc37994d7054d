package dev.berth.profiler.run.session;

import dev.berth.record.BadInputException;

/** A folder holds a session of another machine, device, set of models or settings, whose runs must not be mixed. */
public final class OtherSessionException extends BadInputException {
    private static final long serialVersionUID = 1L;

    public OtherSessionException(String message) {
        super(message);
    }
}
