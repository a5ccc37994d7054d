package dev.berth.profiler.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.Datasets;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.Samples;
import dev.berth.predict.Predictor;
import dev.berth.record.Records;
import dev.berth.text.Page;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionTableTest {
    @Test
    void whatIsPredictedStandsBesideWhatItRestsOn() {
        ProfileDataset dataset = Datasets.dataset();

        List<String> lines = PredictionTable.of(
                List.of(
                        new Predictor(dataset).of(Samples.model("inside", 10_000_000)),
                        new Predictor(dataset).of(Samples.model("beyond", 900_000_000))),
                Page.of(160));

        // 1.2 ms + 10,000,000 × 0.95 ns, and the same with 900,000,000.
        assertTrue(
                lines.get(2)
                        .matches(
                                "inside +safetensors +10.0 MB .*host +10.0 MB +storage-cold +direct +line +10.7 ms.*6"),
                lines.get(2));
        assertTrue(lines.get(3).matches("beyond .* 856 ms .* extrapolated"), lines.get(3));
    }

    @Test
    void withoutALineTheRowSaysSo() {
        ProfileDataset dataset = Records.with(Datasets.dataset(), "delayLines", List.of());

        String text = String.join(
                "\n",
                PredictionTable.of(List.of(new Predictor(dataset).of(Samples.model("a", 10_000_000))), Page.of(400)));

        assertTrue(text.contains("–¹ no fitted line"), text);
        assertTrue(text.contains("profile at least three models of distinct sizes"), text);
        // Two lines of heading, one row, one reason, what the columns mean, what to do.
        assertEquals(6, text.lines().count(), text);
    }
}
