package dev.berth.dataset.raw;

import dev.berth.record.BadInputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tells copies of a session from sessions of their own, by their files and in constant memory. */
final class SameRuns {
    private SameRuns() {}

    /** Whether two folders hold the same session: the same head but for what is added later, or the same first run. */
    static boolean of(RawFolder one, RawFolder other) {
        return head(one).equals(head(other))
                || (Files.exists(runs(one))
                        && Files.exists(runs(other))
                        && compare(runs(one), runs(other)).line() > 1);
    }

    private static SessionRecord head(RawFolder folder) {
        return folder.session().begun();
    }

    private static Path runs(RawFolder folder) {
        return folder.folder().resolve(RawFolder.RUNS_FILE);
    }

    /**
     * The folder of two of one session whose logs hold all that the other's hold.
     *
     * @throws BadInputException where none does
     */
    static RawFolder longer(RawFolder one, RawFolder other) {
        if (!head(one).equals(head(other))) {
            throw refusal(one.folder().resolve(RawFolder.SESSION_FILE), other, "another session");
        }
        Comparison runs = compare(runs(one), runs(other));
        Comparison loads = compare(
                one.folder().resolve(RawFolder.LOADS_FILE), other.folder().resolve(RawFolder.LOADS_FILE));
        Comparison engines = compare(
                one.folder().resolve(RawFolder.ENGINES_FILE), other.folder().resolve(RawFolder.ENGINES_FILE));
        List<Comparison> files = List.of(runs, loads, engines);
        for (Comparison rows : files) {
            if (rows.inOne() && rows.inOther()) {
                throw refusal(Path.of(rows.one() + ":" + rows.line()), other, "other rows from that line on");
            }
        }
        boolean more = files.stream().anyMatch(Comparison::inOne);
        boolean less = files.stream().anyMatch(Comparison::inOther);
        if (more && less) {
            throw refusal(one.folder(), other, "more rows in one file and fewer in another");
        }
        if (!more && !less && !one.session().ceilings().equals(other.session().ceilings())) {
            throw refusal(one.folder().resolve(RawFolder.SESSION_FILE), other, "other ceilings for the same rows");
        }
        return less ? other : one;
    }

    private static BadInputException refusal(Path place, RawFolder other, String difference) {
        return new BadInputException(place + ": the copy of its runs in " + other.folder() + " holds " + difference
                + "; name only the one that was measured");
    }

    /**
     * Where two logs part.
     *
     * @param line first line that differs, from 1; one after the last where none does
     * @param inOne whether the one holds a whole line from there on
     * @param inOther whether the other does
     */
    private record Comparison(Path one, long line, boolean inOne, boolean inOther) {}

    private static Comparison compare(Path one, Path other) {
        try (InputStream a = open(one);
                InputStream b = open(other)) {
            long line = 1;
            int inA;
            int inB;
            do {
                inA = a.read();
                inB = b.read();
                line += inA == '\n' && inB == '\n' ? 1 : 0;
            } while (inA == inB && inA >= 0);
            return new Comparison(one, line, holdsLineEnd(inA, a), holdsLineEnd(inB, b));
        } catch (IOException e) {
            throw new BadInputException(one + ": cannot be compared with " + other + ": " + e.getMessage(), e);
        }
    }

    private static InputStream open(Path log) throws IOException {
        return Files.exists(log)
                ? new BufferedInputStream(Files.newInputStream(log), 1 << 16)
                : InputStream.nullInputStream();
    }

    private static boolean holdsLineEnd(int first, InputStream rest) throws IOException {
        int octet = first;
        while (octet >= 0 && octet != '\n') {
            octet = rest.read();
        }
        return octet == '\n';
    }
}
