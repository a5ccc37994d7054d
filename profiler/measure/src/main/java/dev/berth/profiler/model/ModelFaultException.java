package dev.berth.profiler.model;

/** Carries a {@link ModelFault} out of a reader. */
final class ModelFaultException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ModelFault fault;

    ModelFaultException(ModelFault fault) {
        super(fault.message());
        this.fault = fault;
    }

    ModelFault fault() {
        return fault;
    }
}
