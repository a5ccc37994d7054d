package dev.berth.profiler.model;

/** Carries a {@link ModelFault} out of a reader. */
public final class ModelFaultException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ModelFault fault;

    public ModelFaultException(ModelFault fault) {
        super(fault.message());
        this.fault = fault;
    }

    public ModelFault fault() {
        return fault;
    }
}
