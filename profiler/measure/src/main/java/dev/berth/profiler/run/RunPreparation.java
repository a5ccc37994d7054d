package dev.berth.profiler.run;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.MachineRecord;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.raw.LoadKey;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.run.cache.CacheState;
import dev.berth.profiler.run.cache.CachedFiles;
import dev.berth.profiler.storage.DirectReadRefusedException;
import dev.berth.profiler.storage.Holes;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What all runs that read files have in common: their files are brought into a cache state, and a reader is chosen. */
final class RunPreparation {
    /** One part in this many of the free memory is left to others. */
    static final long HELD_PARTS = 8;

    private final boolean allowFallback;
    private final Optional<Long> hostAvailableBytes;
    private final Optional<String> virtualization;

    /**
     * For the runs of one session.
     *
     * @param allowFallback whether files that refuse direct reads are read otherwise
     */
    RunPreparation(boolean allowFallback, MachineRecord machine) {
        this.allowFallback = allowFallback;
        this.hostAvailableBytes = machine.memory().availableBytes().optional();
        this.virtualization = machine.container().virtualization().optional();
    }

    /** What the machine runs under, where it is virtual. */
    Optional<String> virtualization() {
        return virtualization;
    }

    boolean allowFallback() {
        return allowFallback;
    }

    /** So much of a device's free memory may weights take, in bytes. */
    static long usableBytes(long freeBytes) {
        return freeBytes / HELD_PARTS * (HELD_PARTS - 1);
    }

    /**
     * The files of a run, ready to be read.
     *
     * @param files the files whose cache state the run depends on
     * @param state theirs
     * @param reader how they are read
     */
    record Prepared(List<Path> files, CacheState state, ReaderKind reader) {}

    /**
     * Evicts or fills the page cache, and chooses the reader.
     *
     * @param fallbacks gets what is used instead of what was asked, one line each
     * @throws IOException where a file is gone, does not fit, or the kernel refuses
     */
    Prepared prepare(Model model, LoadKey key, List<String> fallbacks) throws IOException {
        List<Path> files = CachedFiles.of(model);
        CacheState state = state(key.requestedTier(), files);
        List<Path> weights =
                model.weightExtents().stream().map(Extent::file).distinct().toList();
        return new Prepared(files, state, reader(ReaderKind.of(key.reader()), weights, allowFallback, fallbacks));
    }

    /**
     * Evicts or fills the page cache.
     *
     * @param files of a model
     * @throws IOException where a file is gone, does not fit, or the kernel refuses
     */
    CacheState state(CacheTier tier, List<Path> files) throws IOException {
        if (tier == CacheTier.PAGE_CACHE_WARM) {
            requireFitsPageCache(files);
        }
        return CacheState.prepare(tier, files);
    }

    /** Filling the page cache beyond memory would drive everything else out of it, and prove nothing. */
    private void requireFitsPageCache(List<Path> files) throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        if (hostAvailableBytes.isPresent() && bytes > hostAvailableBytes.get()) {
            throw new IOException(
                    "its files of " + bytes + " bytes do not fit the page cache: " + hostAvailableBytes.get()
                            + " bytes of memory were available when the session began; measure it with --cache cold");
        }
    }

    /** As asked, or buffered where direct reads are refused and that is allowed. */
    static ReaderKind reader(ReaderKind asked, List<Path> files, boolean allowFallback, List<String> fallbacks)
            throws IOException {
        if (asked == ReaderKind.DIRECT && allowFallback) {
            try {
                asked.open(files).close();
            } catch (DirectReadRefusedException refused) {
                fallbacks.add("read buffered instead of direct: " + refused.getMessage());
                return ReaderKind.BUFFERED;
            }
        }
        return asked;
    }

    /** Huge pages are what direct reads need for their full rate; a refusal belongs in the row. */
    static List<String> fallbacksOfPages(String pages) {
        return pages.startsWith("small pages") ? List.of("staging buffers on " + pages) : List.of();
    }

    /** Parts of the weights without blocks; looked for only where fewer bytes came from storage than the run read. */
    static CacheState.Sparse sparse(Model model, long wantedBytes, Reading<Long> processReadBytes) throws IOException {
        if (processReadBytes.optional().filter(read -> read < wantedBytes).isEmpty()) {
            return CacheState.Sparse.NOT;
        }
        long holeBytes = 0;
        for (Extent extent : model.weightExtents()) {
            holeBytes += Holes.bytes(extent.file(), extent.offset(), extent.length());
        }
        ModelRecord.StorageFootprint storage = model.record().storage();
        return new CacheState.Sparse(
                holeBytes,
                storage.allocatedBytes().optional().map(String::valueOf).orElse("an unknown number") + " of "
                        + storage.apparentBytes() + " bytes of the files are allocated");
    }
}
