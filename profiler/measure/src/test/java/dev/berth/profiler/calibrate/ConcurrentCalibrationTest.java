package dev.berth.profiler.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.LoadKind;
import dev.berth.dataset.ModelProfile.ConcurrentPreload;
import dev.berth.dataset.ModelProfile.Reload;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.ConcurrentRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConcurrentCalibrationTest {
    private static List<ConcurrentRow> rows() {
        List<ConcurrentRow> rows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            rows.add(Samples.loads("m", LoadKind.CONCURRENT, 1, i, 1000 + i));
            rows.add(Samples.loads("m", LoadKind.CONCURRENT, 2, i, 1500 + i, 2500 + i));
            rows.add(Samples.loads("m", LoadKind.DEVICE_BUSY, 1, i, 3000 + 3 * i));
            rows.add(Samples.loads("m", LoadKind.RELOAD, 1, i, 900 + i));
        }
        return rows;
    }

    private static ConcurrentCalibration calibrated(List<ConcurrentRow> rows) {
        ConcurrentCalibration calibration = new ConcurrentCalibration("m");
        rows.forEach(calibration::add);
        calibration.calibrate(Durations.MAX_SAMPLES);
        return calibration;
    }

    @Test
    void slowdownIsOfTheMeanDelayAgainstLoadsAlone() {
        ConcurrentCalibration calibration = calibrated(rows());

        List<ConcurrentPreload> concurrent = calibration.concurrent();
        assertEquals(
                List.of(1, 2, 1),
                concurrent.stream().map(ConcurrentPreload::loads).toList());
        ConcurrentPreload alone = concurrent.get(0);
        assertEquals(1, alone.slowdown());
        assertTrue(alone.slowdownInterval().optional().isEmpty());
        ConcurrentPreload two = concurrent.get(1);
        assertEquals(2000 + 3, two.delay().p50Nanos());
        assertEquals(2500 + 3, two.span().p50Nanos());
        assertEquals(2, two.slowdown(), 0.01);
        assertTrue(two.slowdownInterval().optional().orElseThrow().low() > 1.9);
        assertEquals(8, two.aloneRuns());
        assertEquals(2 * 4096 * 1e9 / 2503, two.bytesPerSecond(), 1);
        ConcurrentPreload busy = concurrent.get(2);
        assertEquals(LoadKind.DEVICE_BUSY, busy.kind());
        assertEquals(3, busy.slowdown(), 0.01);
        assertEquals(5e9, busy.copyBytesPerSecond().optional().orElseThrow());
        assertEquals(List.of(), calibration.notes());

        Reload reload = calibration.reloads().get(0);
        assertEquals(903, reload.total().p50Nanos());
        assertEquals(8, reload.total().n());
    }

    @Test
    void withoutALoadAloneThereIsNothingToCompareWith() {
        List<ConcurrentRow> rows = rows();
        rows.removeIf(
                row -> row.key().kind() == LoadKind.CONCURRENT && row.key().loads() == 1);

        ConcurrentCalibration calibration = calibrated(rows);

        assertEquals(List.of(), calibration.concurrent());
        assertEquals(1, calibration.reloads().size());
        assertEquals(2, calibration.notes().size());
        assertTrue(calibration.notes().get(0).contains("no load alone proved its tier"), calibration.notes()::toString);
    }
}
