package dev.berth.profiler.run.cache;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.raw.RunRow.CacheEvidence;
import dev.berth.profiler.storage.ChunkPlan;
import dev.berth.profiler.storage.PageCache;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Brings a model's files into the cache state a run asks for, and judges afterwards whether the run had it. */
public final class CacheState {
    private final CacheTier tier;
    private final List<Path> files;

    private CacheState(CacheTier tier, List<Path> files) {
        this.tier = tier;
        this.files = files;
    }

    /**
     * Why no run could prove a tier, known before any is made: files that cannot be looked at or evicted.
     *
     * @param files what the runs would read
     */
    public static Optional<String> whyUnprovable(CacheTier tier, List<Path> files) {
        if (!tier.readsFiles()) {
            return Optional.empty();
        }
        try {
            for (Path file : files) {
                Optional<String> blind =
                        PageCache.residency(file).residentBytes().whyAbsent();
                if (blind.isPresent()) {
                    return blind;
                }
                if (tier == CacheTier.STORAGE_COLD && PageCache.isInMemory(file)) {
                    return Optional.of(
                            file + ": its file system keeps it in memory, so that no run can be cold; measure"
                                    + " a copy on a disk, or with --cache warm");
                }
            }
            return Optional.empty();
        } catch (IOException fault) {
            return Optional.of(String.valueOf(fault.getMessage()));
        }
    }

    /**
     * Evicts or fills.
     *
     * @param tier {@link CacheTier#STORAGE_COLD} or {@link CacheTier#PAGE_CACHE_WARM}
     * @param files distinct files that the preload reads
     * @throws IOException where a file is gone or the kernel refuses
     */
    public static CacheState prepare(CacheTier tier, List<Path> files) throws IOException {
        for (Path file : files) {
            switch (tier) {
                case STORAGE_COLD -> PageCache.evict(file);
                case PAGE_CACHE_WARM -> PageCache.fill(file);
                default -> throw new IllegalArgumentException("no way to prepare " + tier.label());
            }
        }
        return new CacheState(tier, List.copyOf(files));
    }

    /**
     * What the page cache held just before the timed region.
     *
     * @param fileBytes length of all files
     * @param residentBytes of them in the page cache, where that can be told
     * @param method how that was found out, for rows
     */
    public record Before(long fileBytes, Reading<Long> residentBytes, String method) {}

    /** Looks at the page cache; to be called last before the timed region. */
    public Before look() throws IOException {
        Before before = seen();
        if (tier == CacheTier.PAGE_CACHE_WARM
                && before.residentBytes()
                        .optional()
                        .filter(bytes -> bytes < before.fileBytes())
                        .isPresent()) {
            // The kernel has taken some pages for others since, or thought them forgotten.
            prepare(tier, files);
            return seen();
        }
        return before;
    }

    private Before seen() throws IOException {
        long fileBytes = 0;
        Reading<Long> residentBytes = Reading.measured(0L);
        PageCache.Method method = PageCache.Method.CACHESTAT;
        for (Path file : files) {
            fileBytes += Files.size(file);
            PageCache.Residency residency = PageCache.residency(file);
            residentBytes = sum(residentBytes, residency.residentBytes());
            method = Collections.max(List.of(method, residency.method()));
        }
        return new Before(fileBytes, residentBytes, method.label());
    }

    /** Unknown where one of both is. */
    private static Reading<Long> sum(Reading<Long> one, Reading<Long> other) {
        if (one.optional().isEmpty()) {
            return one;
        }
        return other.optional()
                .map(bytes -> Reading.measured(one.optional().get() + bytes))
                .orElse(other);
    }

    /**
     * What was seen between reading the headers and reading the weights, for readers that go through the page cache.
     *
     * @param residentBytes of the files in the page cache, brought there by reading the headers and by read-ahead
     * @param processReadBytes bytes this process fetched from storage until then
     */
    public record Parsed(Reading<Long> residentBytes, Reading<Long> processReadBytes) {}

    /** Looks at the page cache again, after the headers were read. */
    public Parsed parsed(Reading<Long> processReadBytes) {
        try {
            return new Parsed(seen().residentBytes(), processReadBytes);
        } catch (IOException fault) {
            return new Parsed(Reading.failed(String.valueOf(fault.getMessage())), processReadBytes);
        }
    }

    /**
     * The verdict.
     *
     * @param tier the tier asked for, or unproven
     * @param evidence for the row
     */
    public record Verdict(CacheTier tier, CacheEvidence evidence) {}

    /**
     * Parts of the weights that have no blocks on the disk.
     *
     * @param holeBytes of the bytes the run had to read
     * @param words allocated against apparent bytes, for rows
     */
    public record Sparse(long holeBytes, String words) {
        public static final Sparse NOT = new Sparse(0, "");

        /** The same where every byte is read so many times. */
        public Sparse times(int reads) {
            return new Sparse(holeBytes * reads, words);
        }
    }

    /**
     * What was seen before, in and after the timed region.
     *
     * @param before what {@link #look} saw
     * @param parsed what {@link #parsed} saw; empty for direct reads, which the page cache cannot serve
     * @param residentAfter bytes of the files in the page cache when the timed region was over; empty where it was read
     *     through the page cache
     * @param wantedBytes bytes the run had to read
     * @param sparse those of them that no device holds
     * @param processReadBytes bytes this process fetched from storage during the timed region
     * @param deviceReadBytes bytes the disk served meanwhile
     */
    public record Observed(
            Before before,
            Optional<Parsed> parsed,
            Optional<Long> residentAfter,
            long wantedBytes,
            Sparse sparse,
            Reading<Long> processReadBytes,
            Reading<Long> deviceReadBytes) {
        private CacheEvidence evidence() {
            return new CacheEvidence(
                    before.fileBytes(), before.residentBytes(), before.method(), processReadBytes, deviceReadBytes, "");
        }

        /** Bytes fetched from storage, where evidence without doubt says that they are known. */
        private long readBytes() {
            return processReadBytes.optional().orElseThrow();
        }
    }

    /**
     * Judges a run.
     *
     * @param virtualization what the machine runs under, where it is virtual
     */
    public Verdict judge(Observed seen, Optional<String> virtualization) {
        CacheEvidence evidence = seen.evidence();
        Optional<String> doubt = evidence.doubt(
                        tier, seen.wantedBytes(), seen.sparse().holeBytes())
                .or(() -> tier == CacheTier.STORAGE_COLD ? doubtMeanwhile(seen) : Optional.empty());
        return new Verdict(
                doubt.isEmpty() ? tier : CacheTier.UNPROVEN,
                evidence.because(doubt.orElseGet(() -> proof(seen, virtualization))));
    }

    /**
     * Judges a run of a tier that reads no file.
     *
     * @param weightBytes of the model, which lay in memory before
     */
    public static Verdict judgeHeld(
            CacheTier tier, long weightBytes, Reading<Long> processReadBytes, Reading<Long> deviceReadBytes) {
        CacheEvidence evidence = new CacheEvidence(
                0, Reading.notSupported("no file is read"), "none", processReadBytes, deviceReadBytes, "");
        Optional<String> doubt = evidence.doubt(tier, weightBytes, 0);
        return new Verdict(
                doubt.isEmpty() ? tier : CacheTier.UNPROVEN,
                evidence.because(doubt.orElseGet(() -> weightBytes + " bytes of weights lay in "
                        + (tier == CacheTier.PINNED_WARM ? "memory that the device copies from" : "the device's memory")
                        + " before, " + processReadBytes.optional().orElseThrow() + " bytes fetched from storage")));
    }

    private String proof(Observed seen, Optional<String> virtualization) {
        Before before = seen.before();
        String words = before.residentBytes().optional().orElseThrow() + " of " + before.fileBytes()
                + " bytes in the page cache before, " + seen.readBytes() + " bytes fetched from storage";
        if (tier != CacheTier.STORAGE_COLD) {
            return words;
        }
        Sparse sparse = seen.sparse();
        return words
                + (seen.parsed().isEmpty() ? " by direct reads, which pass the page cache by" : "")
                + (sparse.holeBytes() > 0
                        ? "; " + sparse.holeBytes() + " bytes lie in holes, which are read without the device: "
                                + sparse.words()
                        : "")
                + virtualization
                        .map(kind -> "; cold in the guest only: the host (" + kind + ") may cache")
                        .orElse("");
    }

    /** What the counters of the whole run cannot tell. */
    private static Optional<String> doubtMeanwhile(Observed seen) {
        long holeBytes = seen.sparse().holeBytes();
        long allocatedBytes = seen.wantedBytes() - holeBytes;
        // What direct reads leave in the page cache is at most what was read besides them, for headers.
        long own = roundedToPages(seen.readBytes() - allocatedBytes) + holeBytes;
        if (seen.residentAfter().isPresent() && seen.residentAfter().get() > own) {
            return Optional.of(seen.residentAfter().get()
                    + " bytes were in the page cache after direct reads, which bring none there:"
                    + " another process filled the page cache meanwhile");
        }
        return seen.parsed().flatMap(between -> doubtWeights(between, allocatedBytes, holeBytes, seen.readBytes()));
    }

    /** Bytes read for the headers must not stand in for weights that somebody else brought into the page cache. */
    private static Optional<String> doubtWeights(Parsed parsed, long wantedBytes, long holeBytes, long readInAll) {
        Optional<Long> resident = parsed.residentBytes().optional();
        Optional<Long> readForHeaders = parsed.processReadBytes().optional();
        if (resident.isEmpty() || readForHeaders.isEmpty()) {
            return Optional.of("what the headers brought into the page cache is unknown: "
                    + parsed.residentBytes()
                            .whyAbsent()
                            .or(() -> parsed.processReadBytes().whyAbsent())
                            .orElseThrow());
        }
        if (resident.get() > roundedToPages(readForHeaders.get()) + holeBytes) {
            return Optional.of(resident.get()
                    + " bytes were in the page cache when the headers had been read, of which this process"
                    + " fetched only " + readForHeaders.get() + ": another process filled the page cache meanwhile");
        }
        long readForWeights = readInAll - readForHeaders.get();
        return readForWeights >= wantedBytes - resident.get()
                ? Optional.empty()
                : Optional.of("only " + readForWeights + " of " + (wantedBytes - resident.get())
                        + " bytes of weights came from storage: another process filled the page cache meanwhile");
    }

    private static long roundedToPages(long bytes) {
        return (bytes + ChunkPlan.BLOCK_BYTES - 1) / ChunkPlan.BLOCK_BYTES * ChunkPlan.BLOCK_BYTES;
    }
}
