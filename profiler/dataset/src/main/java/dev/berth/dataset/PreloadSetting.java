package dev.berth.dataset;

import dev.berth.text.Figures;
import java.util.Comparator;

/**
 * How a model is preloaded, the model itself apart: runs that share it are counted together.
 *
 * @param device one of {@link dev.berth.dataset.Vocabulary#DEVICES}
 * @param tier where the bytes lie before
 * @param reader {@code direct}, {@code buffered} or {@code mmap}
 * @param threads reading threads, >= 1
 * @param chunkBytes bytes of one read, > 0
 */
public record PreloadSetting(String device, CacheTier tier, String reader, int threads, int chunkBytes)
        implements Comparable<PreloadSetting> {
    private static final Comparator<PreloadSetting> ORDER = Comparator.comparing(PreloadSetting::device)
            .thenComparing(PreloadSetting::tier)
            .thenComparing(PreloadSetting::reader)
            .thenComparingInt(PreloadSetting::threads)
            .thenComparingInt(PreloadSetting::chunkBytes);

    @Override
    public int compareTo(PreloadSetting other) {
        return ORDER.compare(this, other);
    }

    /** For people: {@code host, storage-cold, direct, 2 threads, 1 MiB chunks}. */
    public String describe() {
        return device + ", " + tier.label() + ", " + reader + ", " + threads
                + (threads == 1 ? " thread, " : " threads, ") + Figures.bytes(chunkBytes) + " chunks";
    }
}
