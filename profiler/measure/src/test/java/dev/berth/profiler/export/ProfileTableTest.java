package dev.berth.profiler.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Datasets;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.WeightProvenance;
import dev.berth.record.GoldenFile;
import dev.berth.record.Records;
import dev.berth.text.Ink;
import dev.berth.text.Page;
import dev.berth.text.TextTable;
import dev.berth.text.UnknownColumnException;
import dev.berth.text.VisibleText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileTableTest {
    private static final Path GOLDEN = Path.of("src/test/resources/dev/berth/profiler/export");

    @Test
    void theTableForATerminal() throws Exception {
        new GoldenFile(GOLDEN.resolve("table.golden.txt"))
                .requireSame(String.join("\n", new ProfileTable(Datasets.dataset()).lines(Page.of(160))) + "\n");
    }

    /** What the issue of a table that fits asks for, at the width that is the least common one. */
    @Test
    void theFirstColumnsFitEightyColumns() throws Exception {
        List<String> lines = shown(new Page(80, false, List.of(), true));

        new GoldenFile(GOLDEN.resolve("table-80.golden.txt")).requireSame(String.join("\n", lines) + "\n");
        assertTrue(lines.stream().allMatch(line -> line.length() <= 80), String.join("\n", lines));
    }

    @Test
    void aWidePageHasAllAndNamedColumnsAloneAreShown() throws Exception {
        new GoldenFile(GOLDEN.resolve("table-wide.golden.txt"))
                .requireSame(String.join("\n", shown(new Page(80, true, List.of(), true))) + "\n");

        List<String> named = shown(new Page(80, false, List.of("MAX", "model", "cold"), true));

        assertEquals(3, named.get(2).strip().split(" {2,}").length, String.join("\n", named));
        assertThrows(
                UnknownColumnException.class,
                () -> ProfileTable.requireColumns(new Page(80, false, List.of("median"), true)));
    }

    private static List<String> shown(Page page) {
        return new ProfileTable(Datasets.dataset())
                .lines(page).stream().map(line -> Ink.PLAIN.of(line, false)).toList();
    }

    @Test
    void theTableAsMarkdownUnderAnotherLocale() throws Exception {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            new GoldenFile(GOLDEN.resolve("table.golden.md"))
                    .requireSame(new ProfileTable(Datasets.dataset()).markdown() + "\n");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void tiersThatReadNoFileShowNoReader() {
        ProfileDataset held = Records.with(
                Datasets.dataset(),
                Map.of(
                        "models",
                        List.of(Datasets.profile(
                                "m",
                                5L << 20,
                                List.of(
                                        Datasets.preload(CacheTier.PINNED_WARM, 70, 5L << 20, 1_000_000),
                                        Datasets.preload(CacheTier.DEVICE_RESIDENT, 70, 5L << 20, 1_000)))),
                        "delayLines",
                        List.of(),
                        "notes",
                        List.of()));

        String text = String.join("\n", new ProfileTable(held).lines(Page.of(160)));

        assertTrue(text.contains("pinned-warm      host memory"), text);
        assertTrue(text.contains("device-resident  the device "), text);
        assertFalse(
                text.lines()
                        .filter(line -> line.contains("pinned-warm") || line.contains("device-resident"))
                        .anyMatch(line -> line.contains("direct")),
                text);
    }

    @Test
    void madeUpWeightsAreToldInEveryRow() {
        ProfileDataset dataset = Datasets.dataset();
        List<ModelProfile> models = new ArrayList<>(dataset.models());
        ModelProfile first = models.get(0);
        models.set(0, first.withModel(Records.with(first.model(), "provenance", WeightProvenance.SYNTHETIC)));
        ProfileDataset mixed = Records.with(dataset, "models", models);
        String name = first.model().name();

        long rows = new ProfileTable(dataset)
                .lines(Page.of(400)).stream()
                        .filter(line -> line.startsWith(name + " "))
                        .count();
        long marked = new ProfileTable(mixed)
                .lines(Page.of(400)).stream()
                        .filter(line -> line.startsWith(name + "† "))
                        .count();

        assertTrue(rows > 1, "" + rows);
        assertEquals(rows, marked);
        assertEquals(
                "1 of " + models.size() + " models are synthetic (made-up weights in files of a model's layout), the"
                        + " others real: " + name,
                ProfileDataset.madeUp(models).orElseThrow());
        assertTrue(ProfileDataset.madeUp(dataset.models()).isEmpty());
    }

    @Test
    void longNamesAreCutInTheirMiddleSoThatTheTableFits() {
        ProfileDataset dataset = Datasets.dataset();
        List<ModelProfile> models = new ArrayList<>(dataset.models());
        String name = "zz/" + "a-very-long-folder-name/".repeat(12) + "model-q4";
        models.add(Datasets.profile(
                name, 5L << 30, List.of(Datasets.preload(CacheTier.PAGE_CACHE_WARM, 700, 5L << 30, 9_876_543_210L))));
        ProfileDataset wide =
                Records.with(dataset, Map.of("models", models, "delayLines", List.of(), "notes", List.of()));

        List<String> lines = new ProfileTable(wide).lines(Page.of(160));

        for (String line : lines) {
            assertTrue(line.length() <= 160 || line.startsWith("    zz/"), line);
        }
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("zz/") && line.contains("…") && line.contains("q4")));
        assertTrue(new ProfileTable(wide).markdown().contains(name), "Markdown keeps the whole name");
    }

    @Test
    void aNameFromAFileCannotDriveTheTerminalOrBreakTheTable() {
        TextTable table = new TextTable(List.of(TextTable.Column.name("model")));
        table.add(List.of("a\u001b[31m|<b>\n"));

        // The console escapes lines, a file is written as it is.
        assertEquals(List.of("model", "a\u001b[31m|<b>\n"), table.lines(80));
        assertEquals("| model |\n| --- |\n| a\\\\u001b\\[31m\\|\\<b\\>\\\\u000a |", table.markdown());
    }

    @Test
    void aNameIsNoMarkup() {
        TextTable table = new TextTable(List.of(TextTable.Column.name("model")));
        table.add(List.of("[x](http://y) *a* _b_ `c` $d$ ~~e~~ @f &amp; www.g q4_k_m"));

        assertEquals(
                "| model |\n| --- |\n| \\[x\\](http\\://y) \\*a\\* \\_b\\_ \\`c\\` \\$d\\$ \\~\\~e\\~\\~ \\@f \\&amp;"
                        + " www\\.g q4_k_m |",
                table.markdown());
    }

    /** Eleven characters of which six stand for one that is not seen. */
    @Test
    void columnsAreAsWideAsWhatIsShown() {
        TextTable table = new TextTable(List.of(TextTable.Column.name("model"), TextTable.Column.figure("n")));
        table.add(List.of("a\u202egnp.b", "1"));
        table.add(List.of("0123456789ab", "2"));

        List<String> shown = table.lines(80).stream().map(VisibleText::of).toList();

        assertEquals(List.of("model         n", "a\\u202egnp.b  1", "0123456789ab  2"), shown);
        List<String> cut = table.lines(12).stream().map(VisibleText::of).toList();
        assertEquals(List.of("model      n", "a…np.b     1", "0123…89ab  2"), cut);
    }
}
