package dev.berth.profiler.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.Ceiling;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.FirstRead;
import dev.berth.dataset.raw.ReaderSweep;
import dev.berth.record.Reading;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadNotesTest {
    private static List<String> notes(List<ReaderSweep> sweeps, FirstRead... firstReads) {
        return ReadNotes.of(Samples.withReads(
                Samples.session(Samples.STARTED, List.of(Samples.host()), List.of(), List.of()),
                sweeps,
                List.of(firstReads)));
    }

    @Test
    void laterReadsAboveTheRatioAreTheSignOfACacheAndNamed() {
        List<String> notes = notes(
                List.of(),
                Samples.firstRead("a", 0.5e9, 1.2e9),
                Samples.firstRead("b", 1e9, 1.5e9),
                Samples.firstRead("c", 1e9, 1.51e9));

        assertEquals(1, notes.size());
        assertTrue(notes.get(0).startsWith("signs of a cache below"), notes.get(0));
        assertTrue(notes.get(0).contains("a (0.50 GB/s, then 1.20), c (1.00 GB/s, then 1.51);"), notes.get(0));
    }

    @Test
    void ofManyModelsThoseThatSpeedUpMostAreNamed() {
        FirstRead[] reads = IntStream.rangeClosed(1, 100)
                .mapToObj(model -> Samples.firstRead("m" + model, 1e9, 1.5e9 + model * 1e7))
                .toArray(FirstRead[]::new);

        String note = notes(List.of(), reads).get(0);

        assertTrue(note.contains("first of m100 (1.00 GB/s, then 2.50), m99 "), note);
        assertTrue(note.contains("m91 (1.00 GB/s, then 2.41) and 90 further models; cold figures"), note);
    }

    @Test
    void evenReadsAreNoSign() {
        List<String> notes = notes(List.of(), Samples.firstRead("a", 1e9, 1.2e9), Samples.firstRead("b", 1e9, 0.9e9));

        assertEquals(1, notes.size());
        assertTrue(notes.get(0).startsWith("no sign of a cache"), notes.get(0));
        assertTrue(notes.get(0).contains("0.90 to 1.20"), notes.get(0));
    }

    @Test
    void tinyModelsAreNotJudged() {
        FirstRead tiny = new FirstRead("tiny", 1, 4096, 4096, 1e6, 1e8, 3, Reading.notSupported("no link"));

        assertEquals(List.of(), notes(List.of(), tiny));
    }

    @Test
    void ratesAboveTheLinkAreASignOfTheirOwn() {
        FirstRead fast = new FirstRead("a", 2, 1 << 20, 1 << 30, 3.0e9, 3.1e9, 3, Reading.derived(0.6e9));

        List<String> notes = notes(List.of(), fast);

        assertEquals(2, notes.size());
        assertTrue(
                notes.get(1).endsWith("than the disk's link carries, of a (3.10 GB/s, the link 0.60)"), notes.get(1));
    }

    @Test
    void memoryThatComesSlowlyIsTold() {
        List<String> notes = ReadNotes.of(Samples.session(
                Samples.STARTED,
                List.of(Samples.host()),
                List.of(),
                List.of(
                        Samples.ceiling(Ceiling.Kind.IDLE_MEMORY, "host", 0.354e9),
                        Samples.ceiling(Ceiling.Kind.FRESH_MEMORY, "host", 10.2e9))));

        assertEquals(1, notes.size());
        assertTrue(notes.get(0).contains("lay free came at 0.35 GB/s, memory in use just before at 10.20 GB/s"));
    }

    @Test
    void theChoiceOfAReaderIsTold() {
        assertEquals(
                List.of("reader auto, ext4 at /models, storage-cold: fastest median of 2 settings"),
                notes(List.of(Samples.readerSweep())));
    }
}
