package dev.berth.profiler.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.DelayLine;
import dev.berth.dataset.LoadKind;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.dataset.Vocabulary;
import dev.berth.table.Table;
import dev.berth.table.TableColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The questions of DATA.md, asked in its own SQL; the answers are held against the dataset. */
class PublishedQuestionsTest {
    private static final Path PAGE = Path.of("../DATA.md");
    private static final Path DATASET = Path.of("../../results/profiles/2026-11-24-epyc-2-cores-virtio");
    private static final double RELATIVE = 1e-9;

    private final DuckDb library = TestLibrary.get();
    private final ProfileDataset dataset = ProfileDatasets.read(DATASET.resolve("profiles.json"));

    private record OfModel(ModelProfile profile, Preload preload) {
        double nanosPerByte() {
            return (double) preload.total().p50Nanos() / preload.bytes();
        }
    }

    private static String sql(String name) throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("```sql\n", page.indexOf("<!-- sql: " + name + " -->")) + "```sql\n".length();
        return page.substring(begin, page.indexOf("```", begin));
    }

    private List<Map<String, Object>> answer(String sql) {
        Table table = Query.over(DATASET).ask(sql, library).orElseThrow();
        List<String> names = table.columns().stream().map(TableColumn::name).toList();
        List<Map<String, Object>> rows = new ArrayList<>();
        table.rows().forEach(row -> {
            Map<String, Object> cells = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                cells.put(names.get(i), row.get(i));
            }
            rows.add(cells);
        });
        return rows;
    }

    private List<OfModel> preloads() {
        return dataset.models().stream()
                .flatMap(profile -> profile.preload().stream()
                        .filter(preload -> Vocabulary.isHost(preload.device()))
                        .map(preload -> new OfModel(profile, preload)))
                .toList();
    }

    private static void assertNear(double expected, Object found) {
        assertEquals(expected, ((Number) found).doubleValue(), RELATIVE * Math.abs(expected));
    }

    @Test
    void whichModelLoadsSlowestPerByteAndWhy() throws IOException {
        List<OfModel> expected = preloads().stream()
                .filter(of -> of.preload().tier() == CacheTier.STORAGE_COLD)
                .sorted(Comparator.comparingDouble(OfModel::nanosPerByte).reversed())
                .toList();
        List<Map<String, Object>> rows = answer(sql("slowest"));
        assertEquals(14, expected.size());
        assertEquals(expected.size(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            OfModel of = expected.get(i);
            Map<String, Object> row = rows.get(i);
            long total = of.preload().total().p50Nanos();
            assertEquals(of.profile().model().name(), row.get("model"));
            assertNear(of.nanosPerByte(), row.get("ns_per_byte"));
            assertEquals(of.preload().boundBy(), row.get("bound_by"));
            assertNear(
                    (double) of.preload().phases().get(PreloadPhase.OPEN_PARSE).p50Nanos() / total,
                    row.get("parse_part"));
            assertNear(
                    (double) of.preload()
                                    .phases()
                                    .get(PreloadPhase.STORAGE_READ)
                                    .p50Nanos()
                            / total,
                    row.get("read_part"));
            assertNear(of.preload().fractionOfDisk().optional().orElseThrow(), row.get("fraction_of_disk"));
            assertEquals(
                    of.profile().model().storage().apparentBytes()
                            - of.profile().model().weightBytes(),
                    row.get("other_bytes"));
        }
        // What the page says of the answer.
        assertTrue(rows.get(0).get("model").toString().startsWith("esrgan-slim/"), rows.get(0)::toString);
        assertTrue(
                (double) rows.get(0).get("parse_part") > (double) rows.get(13).get("parse_part"));
    }

    @Test
    void howMuchTheSecondLoadIs() throws IOException {
        List<Map<String, Object>> rows = answer(sql("second"));
        int compared = 0;
        for (OfModel of : preloads()) {
            var reload = of.profile().reload().stream()
                    .filter(one -> one.setting().equals(of.preload().setting()))
                    .findFirst();
            if (reload.isEmpty()) {
                continue;
            }
            Map<String, Object> row = rows.stream()
                    .filter(one -> one.get("model").equals(of.profile().model().name())
                            && one.get("tier").equals(of.preload().tier().label()))
                    .findFirst()
                    .orElseThrow();
            double twoLoads = of.profile().concurrent().stream()
                    .filter(one -> one.kind() == LoadKind.CONCURRENT
                            && one.loads() == 2
                            && one.setting().equals(of.preload().setting()))
                    .findFirst()
                    .orElseThrow()
                    .slowdown();
            assertEquals(of.preload().total().p50Nanos(), row.get("load_ns"));
            assertEquals(reload.get().total().p50Nanos(), row.get("reload_ns"));
            assertNear(
                    (double) reload.get().total().p50Nanos()
                            / of.preload().total().p50Nanos(),
                    row.get("reload_times"));
            assertNear(twoLoads, row.get("each_of_two_times"));
            compared++;
        }
        assertEquals(rows.size(), compared);
        assertEquals(28, compared);
    }

    @Test
    void whatThreeGigabytesWouldTake() throws IOException {
        long bytes = 3_000_000_000L;
        List<Map<String, Object>> rows = answer(sql("predict"));
        assertEquals(dataset.delayLines().size(), rows.size());
        for (DelayLine line : dataset.delayLines()) {
            Map<String, Object> row = rows.stream()
                    .filter(one -> one.get("device").equals(line.device())
                            && one.get("tier").equals(line.tier().label())
                            && one.get("reader").equals(line.reader()))
                    .findFirst()
                    .orElseThrow();
            DelayLine.Estimate delay = line.delayNanos(bytes);
            assertNear(delay.value() / 1e9, row.get("seconds"));
            assertNear(delay.low() / 1e9, row.get("at_least"));
            assertNear(delay.high() / 1e9, row.get("at_most"));
            assertEquals(line.extrapolates(bytes), row.get("extrapolates"));
        }
    }
}
