package dev.berth.profiler.view;

import dev.berth.profiler.device.Device;
import dev.berth.profiler.run.preflight.Preflight;
import dev.berth.record.Reading;
import dev.berth.text.Figures;
import dev.berth.text.TextTable;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a session would take, for people. */
public final class PreflightText {
    private PreflightText() {}

    /** A line a figure, broken where it is wider than the terminal. */
    public static List<String> of(Preflight preflight, Device device, int width) {
        return Stream.of(
                        "models           " + preflight.models() + ", at most " + preflight.runs() + " runs",
                        "storage reads    " + Figures.bytes(preflight.storageReadBytes()) + " by runs, up to "
                                + Figures.bytes(preflight.ceilingReadBytes()) + " by ceilings before them",
                        "results          up to " + Figures.bytes(preflight.outBytes()) + " of "
                                + said(preflight.outFreeBytes(), Figures::bytes) + " free",
                        "host memory      " + Figures.bytes(preflight.hostBytes()) + " of "
                                + said(preflight.hostAvailableBytes(), Figures::bytes) + " available",
                        "staging buffers  " + Figures.bytes(preflight.stagingBytes())
                                + (device.pinsStaging() ? ", pinned" : ", not pinned") + "; locked memory limit "
                                + said(preflight.lockedLimitBytes(), Figures::bytes),
                        "device memory    " + Figures.bytes(preflight.deviceBytes()) + " of "
                                + said(preflight.deviceFreeBytes(), Figures::bytes) + " free on "
                                + device.record().id(),
                        "open files       " + preflight.openFiles() + ", limit "
                                + said(preflight.openFilesLimit(), String::valueOf),
                        "time             " + time(preflight))
                .flatMap(line -> TextTable.wrapped(line, width).stream())
                .toList();
    }

    private static String time(Preflight preflight) {
        return said(
                        preflight.estimateNanos(),
                        nanos -> "about " + clock(nanos) + " at "
                                + Figures.decimal(
                                        preflight
                                                .storageBytesPerSecond()
                                                .optional()
                                                .orElseThrow(),
                                        "B/s")
                                + ", measured by reading up to 67.1 MB of the largest model three times")
                + "; no further run begins after " + clock(preflight.budgetNanos());
    }

    private static <T> String said(Reading<T> reading, Function<T, String> words) {
        return reading.optional()
                .map(words)
                .orElseGet(() -> "unknown (" + reading.whyAbsent().orElseThrow() + ")");
    }

    private static String clock(long nanos) {
        return Figures.clock(Duration.ofNanos(nanos));
    }
}
