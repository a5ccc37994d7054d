package dev.berth.dataset.raw;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Vocabulary;
import dev.berth.record.ComponentException;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.NotEmpty;
import dev.berth.schema.OneOf;
import dev.berth.schema.Range;
import dev.berth.schema.Text;
import java.util.List;

@Description("How reader settings compared on one file system before a session measured with the fastest of them.")
public record ReaderSweep(
        @Description("storage-cold or page-cache-warm: where the bytes were") @OneOf(Vocabulary.FILE_TIERS)
        CacheTier tier,

        @Description("type and mount point of the file system that was read from") @Text
        String fileSystem,

        @Description("the model whose weights were read: the largest on that file system") @Text
        String subject,

        @Description("names of the models that are measured with the chosen setting, at least one") @NotEmpty
        List<String> models,

        @Description("the settings, fastest first, exactly one of them chosen") @NotEmpty
        List<Trial> trials,

        @Description("why that one, one line; settings that could not be tried are named in it") @Text
        String reason) {
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

    @Description("A setting and how fast it was.")
    public record Trial(
            @Description("direct, buffered or mmap") @OneOf(Vocabulary.READERS)
            String reader,

            @Description("reading threads") @Range(least = 1)
            int threads,

            @Description("bytes of one read") @Range(least = 1)
            int chunkBytes,

            @Description("median over the reads") @Range(above = 0)
            double bytesPerSecond,

            @Description("counted reads; those that were among the fastest were read more often") @Range(least = 1)
            int n,

            @Description("bytes of each") @Range(least = 1) long bytes,

            @Description("whether the session measures with it")
            boolean chosen) {
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
