package dev.berth.profiler.device.cuda;

/**
 * A way to call the CUDA driver library from Java. Every call gives the driver's own result code; what it fills goes
 * into the first element of an array.
 */
interface CudaBinding {
    /** Names a binding by its {@link #name}, against the choice by the machine's architecture. */
    String PROPERTY = "berth.cuda.binding";

    /** As it is named in {@link #PROPERTY} and in messages. */
    String name();

    /**
     * Loads what the binding itself needs, the driver library being there.
     *
     * @throws LinkageError where that cannot be loaded, or the driver lacks a function
     */
    void load();

    /** {@code cuInit}. */
    int init();

    /** {@code cuDriverGetVersion}: 1000 * major + 10 * minor. */
    int driverVersion(int[] version);

    /** {@code cuDeviceGetCount}. */
    int deviceCount(int[] count);

    /** The calls about one device; calls nothing itself. */
    CudaCalls device(int ordinal);

    /** JCuda where it has a native library for this architecture, else JNA; or the one that is named. */
    static CudaBinding ofThisMachine() {
        String named = System.getProperty(PROPERTY, "");
        boolean jcuda =
                named.isEmpty() ? System.getProperty("os.arch").equals("amd64") : named.equals(JCudaBinding.NAME);
        return jcuda ? new JCudaBinding() : new JnaBinding();
    }
}
