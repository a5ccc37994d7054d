package dev.berth.profiler.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.LoadKind;
import dev.berth.dataset.ModelProfile.Contention;
import dev.berth.dataset.ModelProfile.Reload;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.LoadsRow;
import dev.berth.profiler.statistics.Durations;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompanyCalibrationTest {
    private static List<LoadsRow> rows() {
        List<LoadsRow> rows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            rows.add(Samples.loads("m", LoadKind.TOGETHER, 1, i, 1000 + i));
            rows.add(Samples.loads("m", LoadKind.TOGETHER, 2, i, 1500 + i, 2500 + i));
            rows.add(Samples.loads("m", LoadKind.DEVICE_BUSY, 1, i, 3000 + 3 * i));
            rows.add(Samples.loads("m", LoadKind.RELOAD, 1, i, 900 + i));
        }
        return rows;
    }

    private static CompanyCalibration calibrated(List<LoadsRow> rows) {
        CompanyCalibration company = new CompanyCalibration("m");
        rows.forEach(company::add);
        company.calibrate(Durations.MAX_SAMPLES);
        return company;
    }

    @Test
    void slowdownIsOfTheMeanDelayAgainstLoadsAlone() {
        CompanyCalibration company = calibrated(rows());

        List<Contention> contention = company.contention();
        assertEquals(
                List.of(1, 2, 1), contention.stream().map(Contention::loads).toList());
        Contention alone = contention.get(0);
        assertEquals(1, alone.slowdown());
        assertTrue(alone.slowdownInterval().optional().isEmpty());
        Contention two = contention.get(1);
        assertEquals(2000 + 3, two.delay().p50Nanos());
        assertEquals(2500 + 3, two.span().p50Nanos());
        assertEquals(2, two.slowdown(), 0.01);
        assertTrue(two.slowdownInterval().optional().orElseThrow().low() > 1.9);
        assertEquals(8, two.aloneRuns());
        assertEquals(2 * 4096 * 1e9 / 2503, two.bytesPerSecond(), 1);
        Contention busy = contention.get(2);
        assertEquals(LoadKind.DEVICE_BUSY, busy.kind());
        assertEquals(3, busy.slowdown(), 0.01);
        assertEquals(5e9, busy.copyBytesPerSecond().optional().orElseThrow());
        assertEquals(List.of(), company.notes());

        Reload reload = company.reloads().get(0);
        assertEquals(903, reload.total().p50Nanos());
        assertEquals(8, reload.total().n());
    }

    @Test
    void withoutALoadAloneThereIsNothingToCompareWith() {
        List<LoadsRow> rows = rows();
        rows.removeIf(row -> row.key().kind() == LoadKind.TOGETHER && row.key().loads() == 1);

        CompanyCalibration company = calibrated(rows);

        assertEquals(List.of(), company.contention());
        assertEquals(1, company.reloads().size());
        assertEquals(2, company.notes().size());
        assertTrue(company.notes().get(0).contains("no load alone proved its tier"), company.notes()::toString);
    }
}
