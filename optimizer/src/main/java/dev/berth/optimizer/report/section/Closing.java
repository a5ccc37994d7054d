package dev.berth.optimizer.report.section;

import dev.berth.dataset.Ceiling;
import dev.berth.dataset.Instrument;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.optimizer.document.Document;
import dev.berth.optimizer.document.Origin;
import dev.berth.optimizer.report.ComparedCsv;
import dev.berth.optimizer.report.StudyFile;
import dev.berth.optimizer.report.page.Block;
import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.report.page.Part;
import dev.berth.optimizer.report.page.Table;
import dev.berth.optimizer.report.page.Table.Column;
import dev.berth.text.Figures;
import dev.berth.text.ShellWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** What a reader must know, and what the page was made from. */
final class Closing {
    /** The algorithm and twelve digits. */
    private static final int SHOWN_LETTERS = 19;

    private Closing() {}

    static Block block(Folder folder, List<Measured> datasets) {
        List<Part> parts = new ArrayList<>();
        for (Measured measured : datasets) {
            measured.dataset().notes().forEach(note -> parts.add(new Part.Note(note)));
            parts.add(new Part.Note("Machine " + measured.dataset().machine().fingerprint() + ", last run "
                    + measured.dataset().createdUtc() + " by "
                    + measured.dataset().tool() + "."));
            Instrument instrument = measured.dataset().instrument();
            parts.add(new Part.Note(
                    "The instrument: clock steps of " + Figures.duration((double) instrument.clockGranularityNanos())
                            + ", " + Figures.duration(instrument.clockReadNanos()) + " to read it, an empty run takes "
                            + Figures.duration((double) instrument.emptyRunNanos()) + "; n = " + instrument.n() + "."));
            parts.add(new Part.Folded("Every ceiling", List.of(ceilings(measured))));
        }
        parts.add(files(folder));
        return new Block("notes", "Notes, ceilings and files", "", parts);
    }

    private static Table ceilings(Measured measured) {
        Table table = new Table(
                measured.id("ceiling-table"),
                "What the hardware gave in the same session",
                "Bytes per second: median, slowest and fastest of n repeats.",
                measured.made(),
                List.of(
                        Column.text("of", "subject"),
                        Column.text("path", "kind"),
                        Column.figure("n", "n"),
                        Column.figure("median", "bytes_per_second"),
                        Column.figure("slowest", "min_bytes_per_second"),
                        Column.figure("fastest", "max_bytes_per_second"),
                        Column.figure("bytes", "bytes"),
                        Column.text("how", "setting")));
        for (Ceiling ceiling : measured.dataset().ceilings()) {
            table.add(
                    "",
                    "",
                    List.of(
                            Cell.text(ceiling.subject()),
                            Cell.text(ceiling.kind().label()),
                            Cell.count(ceiling.n()),
                            Cell.rate(ceiling.bytesPerSecond()),
                            Cell.rate(ceiling.minBytesPerSecond()),
                            Cell.rate(ceiling.maxBytesPerSecond()),
                            Cell.bytes(ceiling.bytes()),
                            new Cell(Figures.inDecimal(ceiling.setting()), ceiling.setting(), "")));
        }
        return table;
    }

    private static Table files(Folder folder) {
        Table table = new Table(
                "file-table",
                "What this page was made from",
                "Fingerprints are SHA-256 of the files, here by their first digits.",
                ShellWords.told("berth " + ShellWords.of("report", folder.root())),
                List.of(
                        Column.text("file", "file"),
                        Column.text("what", "kind"),
                        Column.text("holds", "content"),
                        Column.text("made from the dataset", "dataset"),
                        Column.text("made from the scenario", "scenario"),
                        Column.text("fingerprint", "fingerprint")));
        folder.datasets()
                .forEach(found -> table.add(
                        "",
                        "",
                        List.of(
                                Cell.text(found.name()),
                                Cell.text("dataset"),
                                Cell.text(Words.models(found.document().models().size())),
                                Cell.none("measured"),
                                Cell.none("measured"),
                                fingerprint(found.file()))));
        folder.plans()
                .forEach(found -> add(table, found, "plan", found.document().slots() + " slots"));
        folder.fleets()
                .forEach(found -> add(table, found, "fleet", found.document().servers() + " servers"));
        folder.comparisons()
                .forEach(found -> add(
                        table,
                        found,
                        "comparison",
                        Words.cases(found.document().cases().size())));
        folder.simulations()
                .forEach(found ->
                        add(table, found, "simulation", found.document().seeds() + " seeds"));
        Stream.concat(folder.studies().stream(), folder.furtherStudies().stream())
                .forEach(found -> table.add(
                        "",
                        "",
                        List.of(
                                Cell.text(found.name()),
                                Cell.text("study"),
                                Cell.text(holds(found.document())),
                                found.document() instanceof ComparedCsv study
                                        ? Cell.text(study.dataset())
                                        : Cell.none("not in the file"),
                                Cell.none("not in the file"),
                                fingerprint(found.file()))));
        folder.sessions()
                .forEach(found -> table.add(
                        "",
                        "",
                        List.of(
                                Cell.text(found.name()),
                                Cell.text("raw runs"),
                                Cell.text(rows(found.document())),
                                Cell.none("measured"),
                                Cell.none("measured"),
                                fingerprint(found.file()))));
        return table;
    }

    private static String holds(Object study) {
        return study instanceof ComparedCsv compared
                ? Words.cases(compared.cases().size())
                : ((StudyFile) study).holds();
    }

    /** Its first digits on a screen, all of them in the downloaded file. */
    private static Cell fingerprint(Path file) {
        String whole = Origin.fingerprint(file);
        return new Cell(whole.substring(0, Math.min(whole.length(), SHOWN_LETTERS)) + "…", whole, whole);
    }

    /** Every row is read, and its running checksum with it. */
    private static String rows(RawFolder raw) {
        AtomicLong runs = new AtomicLong();
        AtomicLong loads = new AtomicLong();
        AtomicLong engines = new AtomicLong();
        raw.rows().forEach(row -> runs.incrementAndGet());
        raw.loads().forEach(row -> loads.incrementAndGet());
        raw.engines().forEach(row -> engines.incrementAndGet());
        return runs + " runs, " + loads + " of several loads, " + engines + " of engines, begun "
                + raw.session().startedUtc() + ", seed " + raw.session().seed();
    }

    private static void add(Table table, Found<? extends Document> found, String what, String holds) {
        Document document = found.document();
        table.add(
                "",
                "",
                List.of(
                        Cell.text(found.name()),
                        Cell.text(what),
                        Cell.text(holds),
                        Cell.text(document.profiles()),
                        Cell.text(document.scenario()),
                        fingerprint(found.file())));
    }
}
