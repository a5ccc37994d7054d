package ai.onnxruntime;

/** Two dimensions that may vary. */
public final class TensorInfo {
    public final OnnxJavaType type = OnnxJavaType.INT64;

    public long[] getShape() {
        return new long[] {-1, -1};
    }

    public String[] getDimensionNames() {
        return new String[] {"batch", "sequence"};
    }
}
