package dev.berth.dataset.raw;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Vocabulary;
import dev.berth.record.ComponentException;
import dev.berth.record.Require;
import java.util.List;

/**
 * How reader settings compared on one file system before a session measured with the fastest of them.
 *
 * @param tier {@link CacheTier#STORAGE_COLD} or {@link CacheTier#PAGE_CACHE_WARM}: where the bytes were
 * @param fileSystem type and mount point of the file system that was read from
 * @param subject the model whose weights were read: the largest on that file system
 * @param models names of the models that are measured with the chosen setting, at least one
 * @param trials the settings, fastest first, exactly one of them chosen
 * @param reason why that one, one line; settings that could not be tried are named in it
 */
public record ReaderSweep(
        CacheTier tier, String fileSystem, String subject, List<String> models, List<Trial> trials, String reason) {
    public ReaderSweep {
        Require.present("tier", tier);
        if (tier != CacheTier.STORAGE_COLD && tier != CacheTier.PAGE_CACHE_WARM) {
            throw new ComponentException("tier", tier.label(), "storage-cold or page-cache-warm");
        }
        Require.text("fileSystem", fileSystem);
        Require.text("subject", subject);
        models = Require.list("models", models);
        trials = Require.list("trials", trials);
        Require.text("reason", reason);
        if (models.isEmpty()) {
            throw new ComponentException("models", models, "at least one");
        }
        long chosen = trials.stream().filter(Trial::chosen).count();
        if (chosen != 1) {
            throw new ComponentException("trials", chosen + " of them chosen", "exactly one");
        }
    }

    /** The setting that is measured with. */
    public Trial best() {
        return trials.stream().filter(Trial::chosen).findFirst().orElseThrow();
    }

    /**
     * A setting and how fast it was.
     *
     * @param reader {@code direct}, {@code buffered} or {@code mmap}
     * @param threads reading threads, >= 1
     * @param chunkBytes bytes of one read, > 0
     * @param bytesPerSecond median over the reads, > 0
     * @param n counted reads, >= 1; those that were among the fastest were read more often
     * @param bytes bytes of each, > 0
     * @param chosen whether the session measures with it
     */
    public record Trial(
            String reader, int threads, int chunkBytes, double bytesPerSecond, int n, long bytes, boolean chosen) {
        public Trial {
            Vocabulary.reader("reader", reader);
            Require.atLeast("threads", threads, 1);
            Require.atLeast("chunkBytes", chunkBytes, 1);
            Require.positive("bytesPerSecond", bytesPerSecond);
            Require.atLeast("n", n, 1);
            Require.atLeast("bytes", bytes, 1);
        }
    }
}
