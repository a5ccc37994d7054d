package ai.onnxruntime;

/** An input. */
public final class NodeInfo {
    private final String name;

    NodeInfo(String name) {
        this.name = name;
    }

    public String getName() {
        return name;
    }

    public TensorInfo getInfo() {
        return new TensorInfo();
    }
}
