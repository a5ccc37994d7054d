package dev.berth.profiler.engine.onnxruntime.worker;

/** What ONNX Runtime, or loading it, went wrong with; the message is one line. */
final class OrtFault extends Exception {
    private static final long serialVersionUID = 1;

    OrtFault(String message) {
        super(message);
    }

    OrtFault(String message, Throwable cause) {
        super(message, cause);
    }

    OrtFault(Throwable cause) {
        this(line(cause), cause);
    }

    /** What a fault says, in one line. */
    static String line(Throwable fault) {
        return String.valueOf(fault.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    }
}
