package dev.berth.profiler.device;

import java.util.Objects;

/** A device could not do what was asked; the message is one line for people. */
public final class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What went wrong, as far as a caller must tell it apart. */
    public enum Kind {
        /** No such device, or no driver. */
        NO_DEVICE,
        /** The device's memory does not suffice. */
        OUT_OF_MEMORY,
        /** The device was lost; nothing more can be done with it in this process. */
        LOST,
        /** Anything else the driver reports. */
        FAILED
    }

    public DeviceException(Kind kind, String message) {
        this(kind, message, null);
    }

    public DeviceException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    public Kind kind() {
        return kind;
    }
}
