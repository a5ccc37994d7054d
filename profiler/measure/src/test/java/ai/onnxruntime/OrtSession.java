package ai.onnxruntime;

import java.util.Map;

/** A session that computes nothing. */
public final class OrtSession {
    private final boolean runs;

    OrtSession(boolean runs) {
        this.runs = runs;
    }

    public Map<String, NodeInfo> getInputInfo() {
        return Map.of("ids", new NodeInfo("ids"));
    }

    public Result run(Map<String, OnnxTensor> inputs) {
        if (!runs) {
            throw new IllegalStateException("no kernel for " + inputs.keySet());
        }
        return new Result();
    }

    /** What a session is made with. */
    public static final class SessionOptions {
        private int threads;

        public void setIntraOpNumThreads(int count) {
            threads = count;
        }

        public void setInterOpNumThreads(int count) {
            if (count != 1) {
                throw new IllegalArgumentException("operators come one after the other");
            }
        }

        int threads() {
            return threads;
        }
    }

    /** What a run brought. */
    public static final class Result implements AutoCloseable {
        @Override
        public void close() {
            // There is nothing.
        }
    }
}
