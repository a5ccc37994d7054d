package dev.berth.dataset;

import java.util.Comparator;

/**
 * How a model is served, the model itself apart: runs that share it are counted together.
 *
 * @param engine {@code exec} or {@code onnxruntime}
 * @param variant which of them: name of a recipe, or of an execution provider
 * @param digest SHA-256 in hexadecimal of all that the engine was told
 * @param device {@code host} or {@code cuda:N}
 * @param tier where the model's bytes lie before
 * @param threads threads that compute, >= 1
 */
public record EngineSetting(String engine, String variant, String digest, String device, CacheTier tier, int threads)
        implements Comparable<EngineSetting> {
    private static final Comparator<EngineSetting> ORDER = Comparator.comparing(EngineSetting::engine)
            .thenComparing(EngineSetting::variant)
            .thenComparing(EngineSetting::device)
            .thenComparingInt(EngineSetting::threads)
            .thenComparing(EngineSetting::tier)
            .thenComparing(EngineSetting::digest);

    @Override
    public int compareTo(EngineSetting other) {
        return ORDER.compare(this, other);
    }

    /** For people: {@code exec llama-server, 2 threads, host, storage-cold}. */
    public String describe() {
        return engine + " " + variant + ", " + threads + (threads == 1 ? " thread, " : " threads, ") + device + ", "
                + tier.label();
    }
}
