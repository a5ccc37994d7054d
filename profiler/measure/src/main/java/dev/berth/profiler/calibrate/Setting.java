package dev.berth.profiler.calibrate;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.LoadModel;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.raw.RunRow.RunKey;
import java.util.Comparator;

/** What runs must share to be counted together, the model apart. */
public record Setting(String device, CacheTier tier, String reader, int threads, int chunkBytes)
        implements Comparable<Setting> {
    private static final Comparator<Setting> ORDER = Comparator.comparing(Setting::device)
            .thenComparing(Setting::tier)
            .thenComparing(Setting::reader)
            .thenComparingInt(Setting::threads)
            .thenComparingInt(Setting::chunkBytes);

    /** What a run was asked to be; a run that proved it is counted under it. */
    static Setting of(RunKey key) {
        return new Setting(key.device(), key.requestedTier(), key.reader(), key.threads(), key.chunkBytes());
    }

    public static Setting of(Preload preload) {
        return new Setting(preload.device(), preload.tier(), preload.reader(), preload.threads(), preload.chunkBytes());
    }

    static Setting of(LoadModel line) {
        return new Setting(line.device(), line.tier(), line.reader(), line.threads(), line.chunkBytes());
    }

    @Override
    public int compareTo(Setting other) {
        return ORDER.compare(this, other);
    }

    /** For people: {@code host, storage-cold, direct, 2 threads, 1048576-byte chunks}. */
    public String describe() {
        return device + ", " + tier.label() + ", " + reader + ", " + threads
                + (threads == 1 ? " thread, " : " threads, ") + chunkBytes + "-byte chunks";
    }
}
