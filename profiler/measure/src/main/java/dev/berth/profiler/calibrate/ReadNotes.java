package dev.berth.profiler.calibrate;

import dev.berth.dataset.Ceiling;
import dev.berth.dataset.raw.FirstRead;
import dev.berth.dataset.raw.ReaderSweep;
import dev.berth.dataset.raw.SessionRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a session found out of its storage and memory, in words: why it was read as it was, whether something below
 * caches, and whether memory that lay free comes slowly.
 */
final class ReadNotes {
    /** Direct reads of idle disks vary by less than this; caches of hosts and arrays are several times faster. */
    static final double CACHED_RATIO = 1.5;

    /** Below this a read takes little longer than the call, and its rate says nothing of the disk. */
    static final long JUDGED_BYTES = 1 << 20;

    private static final int MOST_NAMED = 10;

    private ReadNotes() {}

    /** Lines for people; none where there is nothing to say. */
    static List<String> of(SessionRecord session) {
        List<String> notes = new ArrayList<>();
        for (ReaderSweep sweep : session.readerSweeps()) {
            notes.add("reader auto, " + sweep.fileSystem() + ", " + sweep.tier().label() + ": " + sweep.reason());
        }
        List<FirstRead> judged = session.firstReads().stream()
                .filter(read -> read.bytes() >= JUDGED_BYTES)
                .toList();
        List<FirstRead> cached =
                judged.stream().filter(read -> ratio(read) > CACHED_RATIO).toList();
        if (!cached.isEmpty()) {
            notes.add("signs of a cache below this machine's page cache (host, array or controller): later direct reads"
                    + " were more than " + CACHED_RATIO + " times as fast as the session's first of "
                    + named(cached, ReadNotes::ratio, ReadNotes::words)
                    + "; cold figures are of later reads");
        } else if (!judged.isEmpty()) {
            DoubleSummaryStatistics ratios =
                    judged.stream().mapToDouble(ReadNotes::ratio).summaryStatistics();
            notes.add(String.format(
                    Locale.ROOT,
                    "no sign of a cache below this machine's page cache since the session began: later direct reads ran"
                            + " at %s of the first one's rate, above %.1f counts; earlier use may have filled one",
                    judged.size() == 1
                            ? String.format(Locale.ROOT, "%.2f", ratios.getMin())
                            : String.format(Locale.ROOT, "%.2f to %.2f", ratios.getMin(), ratios.getMax()),
                    CACHED_RATIO));
        }
        List<FirstRead> above = judged.stream().filter(ReadNotes::aboveLink).toList();
        if (!above.isEmpty()) {
            notes.add("signs of a cache below this machine's page cache: direct reads ran faster than the disk's link"
                    + " carries, of " + named(above, ReadNotes::ofLink, ReadNotes::linkWords));
        }
        idleMemory(session.ceilings()).ifPresent(notes::add);
        return notes;
    }

    private static Optional<String> idleMemory(List<Ceiling> ceilings) {
        return rate(ceilings, Ceiling.Kind.IDLE_MEMORY)
                .flatMap(idle -> rate(ceilings, Ceiling.Kind.FRESH_MEMORY)
                        .map(fresh -> String.format(
                                Locale.ROOT,
                                "this virtual machine returns free memory to its host: memory that lay free came at %.2f"
                                        + " GB/s, memory in use just before at %.2f GB/s; loads were timed into the latter",
                                idle / 1e9,
                                fresh / 1e9)));
    }

    private static Optional<Double> rate(List<Ceiling> ceilings, Ceiling.Kind kind) {
        return ceilings.stream()
                .filter(ceiling -> ceiling.kind() == kind)
                .map(Ceiling::bytesPerSecond)
                .findFirst();
    }

    private static double ratio(FirstRead read) {
        return read.laterBytesPerSecond() / read.bytesPerSecond();
    }

    /** In their order where they are few, else those with the largest figures. */
    private static String named(
            List<FirstRead> reads, ToDoubleFunction<FirstRead> figure, Function<FirstRead, String> words) {
        int further = reads.size() - MOST_NAMED;
        Stream<FirstRead> shown = further <= 0
                ? reads.stream()
                : reads.stream()
                        .sorted(Comparator.comparingDouble(figure).reversed())
                        .limit(MOST_NAMED);
        return shown.map(words).collect(Collectors.joining(", "))
                + (further > 0 ? " and " + further + " further models" : "");
    }

    private static double ofLink(FirstRead read) {
        return read.laterBytesPerSecond() / read.linkBytesPerSecond().optional().orElseThrow();
    }

    private static String linkWords(FirstRead read) {
        return String.format(
                Locale.ROOT,
                "%s (%.2f GB/s, the link %.2f)",
                read.model(),
                read.laterBytesPerSecond() / 1e9,
                read.linkBytesPerSecond().optional().orElseThrow() / 1e9);
    }

    private static boolean aboveLink(FirstRead read) {
        return read.linkBytesPerSecond()
                .optional()
                .filter(link -> read.laterBytesPerSecond() > link)
                .isPresent();
    }

    private static String words(FirstRead read) {
        return String.format(
                Locale.ROOT,
                "%s (%.2f GB/s, then %.2f)",
                read.model(),
                read.bytesPerSecond() / 1e9,
                read.laterBytesPerSecond() / 1e9);
    }
}
