package ai.onnxruntime;

/** Types of elements. */
public enum OnnxJavaType {
    INT64
}
