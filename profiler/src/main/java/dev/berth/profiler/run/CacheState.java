package dev.berth.profiler.run;

import dev.berth.profile.CacheTier;
import dev.berth.profile.Reading;
import dev.berth.profile.RunRow.CacheEvidence;
import dev.berth.profiler.storage.PageCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Brings a model's files into the cache state a run asks for, and judges afterwards whether the run had it. */
final class CacheState {
    /** Less than one in this many bytes fetched from storage still counts as "all from the page cache". */
    private static final long WARM_SLACK_DIVISOR = 100;

    private final CacheTier tier;
    private final List<Path> files;

    private CacheState(CacheTier tier, List<Path> files) {
        this.tier = tier;
        this.files = files;
    }

    /**
     * Evicts or fills.
     *
     * @param tier {@link CacheTier#STORAGE_COLD} or {@link CacheTier#PAGE_CACHE_WARM}
     * @param files distinct files that the preload reads
     * @throws IOException where a file is gone or the kernel refuses
     */
    static CacheState prepare(CacheTier tier, List<Path> files) throws IOException {
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
     * @param residentBytes of them in the page cache
     * @param method how that was found out, for rows
     */
    record Before(long fileBytes, Reading<Long> residentBytes, String method) {}

    /** Looks at the page cache; to be called last before the timed region. */
    Before look() throws IOException {
        long fileBytes = 0;
        long residentBytes = 0;
        PageCache.Method method = PageCache.Method.CACHESTAT;
        for (Path file : files) {
            fileBytes += Files.size(file);
            PageCache.Residency residency = PageCache.residency(file);
            residentBytes += residency.residentBytes();
            method = residency.method();
        }
        return new Before(fileBytes, Reading.measured(residentBytes), method.label());
    }

    /**
     * The verdict.
     *
     * @param tier the tier asked for, or unproven
     * @param evidence for the row
     */
    record Verdict(CacheTier tier, CacheEvidence evidence) {}

    /**
     * Judges a run.
     *
     * @param before what {@link #look} saw
     * @param wantedBytes bytes the run had to read
     * @param processReadBytes bytes this process fetched from storage during the timed region
     * @param deviceReadBytes bytes the disk served meanwhile
     */
    Verdict judge(Before before, long wantedBytes, Reading<Long> processReadBytes, Reading<Long> deviceReadBytes) {
        String doubt = tier == CacheTier.STORAGE_COLD
                ? doubtCold(before, wantedBytes, processReadBytes)
                : doubtWarm(before, wantedBytes, processReadBytes);
        return new Verdict(
                doubt == null ? tier : CacheTier.UNPROVEN,
                new CacheEvidence(
                        before.fileBytes(),
                        before.residentBytes(),
                        before.method(),
                        processReadBytes,
                        deviceReadBytes,
                        doubt == null ? proof(before, processReadBytes) : doubt));
    }

    private String proof(Before before, Reading<Long> processReadBytes) {
        return before.residentBytes().optional().orElseThrow() + " of " + before.fileBytes()
                + " bytes in the page cache before, "
                + processReadBytes.optional().orElseThrow()
                + " bytes fetched from storage";
    }

    private static String doubtCold(Before before, long wantedBytes, Reading<Long> processReadBytes) {
        long resident = before.residentBytes().optional().orElseThrow();
        if (resident > 0) {
            return resident + " of " + before.fileBytes() + " bytes were in the page cache after eviction";
        }
        if (processReadBytes.optional().isEmpty()) {
            return "bytes fetched from storage unknown: "
                    + processReadBytes.whyAbsent().orElseThrow();
        }
        long read = processReadBytes.optional().get();
        return read >= wantedBytes
                ? null
                : "only " + read + " of " + wantedBytes + " bytes came from storage: another process filled the page"
                        + " cache meanwhile, the file is sparse, or its file system is not on a disk";
    }

    private static String doubtWarm(Before before, long wantedBytes, Reading<Long> processReadBytes) {
        long resident = before.residentBytes().optional().orElseThrow();
        if (resident < before.fileBytes()) {
            return "only " + resident + " of " + before.fileBytes() + " bytes were in the page cache";
        }
        if (processReadBytes.optional().isEmpty()) {
            return "bytes fetched from storage unknown: "
                    + processReadBytes.whyAbsent().orElseThrow();
        }
        long read = processReadBytes.optional().get();
        return read <= wantedBytes / WARM_SLACK_DIVISOR
                ? null
                : read + " bytes came from storage though all were in the page cache before";
    }
}
