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
        this(String.valueOf(cause.getMessage()).replaceAll("\\s*\\R\\s*", " "), cause);
    }
}
