package dev.berth.profiler.run.preflight;

import dev.berth.record.Reading;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a session would take, and what of it is not there: looked at before the first run.
 *
 * @param models models to be measured, >= 0
 * @param runs most runs, warm-ups included, >= 0
 * @param storageReadBytes most bytes the runs fetch from storage, filling the page cache and checking included
 * @param ceilingReadBytes most bytes that ceilings, first reads and the search of a reader fetch before the first run
 * @param outBytes what the raw rows and results take at most, from the size of rows
 * @param outFreeBytes free space where they go
 * @param stagingBytes staging buffers: pinned memory where the device is a GPU
 * @param lockedLimitBytes what this process may lock of memory (RLIMIT_MEMLOCK); not supported where it has no limit
 * @param hostBytes host memory: staging buffers, and the largest model where the device is the host
 * @param hostAvailableBytes host memory that is available
 * @param deviceBytes device memory: the largest model
 * @param deviceFreeBytes free memory of the device
 * @param openFiles most files open at once
 * @param openFilesLimit what this process may open; not supported where it has no limit
 * @param storageBytesPerSecond rate of a short direct read of the largest model, which the estimate rests on
 * @param estimateNanos time for all of it; the budget ends it where that is shorter
 * @param budgetNanos time after which no further run begins
 * @param faults one line each
 * @param warnings what does not keep runs from succeeding but is in their figures, one line each
 * @param canStart whether any run can succeed in spite of the faults
 */
public record Preflight(
        int models,
        long runs,
        long storageReadBytes,
        long ceilingReadBytes,
        long outBytes,
        Reading<Long> outFreeBytes,
        long stagingBytes,
        Reading<Long> lockedLimitBytes,
        long hostBytes,
        Reading<Long> hostAvailableBytes,
        long deviceBytes,
        Reading<Long> deviceFreeBytes,
        long openFiles,
        Reading<Long> openFilesLimit,
        Reading<Double> storageBytesPerSecond,
        Reading<Long> estimateNanos,
        long budgetNanos,
        List<String> faults,
        List<String> warnings,
        boolean canStart) {
    public Preflight {
        faults = List.copyOf(faults);
        warnings = List.copyOf(warnings);
    }

    /** Where no model is left to be measured. */
    public static Preflight ofNothing(List<String> faults) {
        String why = "no model to profile";
        return new Preflight(
                0,
                0,
                0,
                0,
                0,
                Reading.notSupported(why),
                0,
                Reading.notSupported(why),
                0,
                Reading.notSupported(why),
                0,
                Reading.notSupported(why),
                0,
                Reading.notSupported(why),
                Reading.notSupported(why),
                Reading.notSupported(why),
                0,
                faults,
                List.of(),
                false);
    }

    /** The same with faults that were found before it was looked. */
    public Preflight with(List<String> earlier) {
        return new Preflight(
                models,
                runs,
                storageReadBytes,
                ceilingReadBytes,
                outBytes,
                outFreeBytes,
                stagingBytes,
                lockedLimitBytes,
                hostBytes,
                hostAvailableBytes,
                deviceBytes,
                deviceFreeBytes,
                openFiles,
                openFilesLimit,
                storageBytesPerSecond,
                estimateNanos,
                budgetNanos,
                Stream.concat(earlier.stream(), faults.stream()).toList(),
                warnings,
                canStart);
    }
}
