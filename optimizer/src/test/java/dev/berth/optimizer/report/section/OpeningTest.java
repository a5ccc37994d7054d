package dev.berth.optimizer.report.section;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.scenario.SampleDatasets;
import dev.berth.record.Reading;
import dev.berth.record.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningTest {
    @TempDir
    private Path folder;

    @Test
    void mediansOverAnEvenNumberOfModelsLieBetweenTheTwoInTheMiddle() throws IOException {
        ProfileDataset sample = SampleDatasets.withWarmLoads(4);
        // Cold loads take 100 to 400 ms, warm ones 80 to 20: 1.25, 3.33, 7.5 and 20 times as long.
        List<ModelProfile> models = List.of(
                with(sample, 0, 3, 0.9), with(sample, 1, 2, 0.2), with(sample, 2, 1, 0.4), with(sample, 3, 0, 0.7));

        ProfileDatasets.write(Records.with(sample, "models", models), folder.resolve("profiles.json"));
        String page = Report.read(folder, line -> {}).html();

        assertTrue(page.contains("5.4 times as long as when the system still has the file in memory"), page);
        assertTrue(page.contains("<dd>55 %</dd>"), page);
        assertTrue(page.contains("median over 4 models"), page);
    }

    private static ModelProfile with(ProfileDataset sample, int cold, int warm, double ofDisk) {
        ModelProfile model = sample.models().get(cold);
        return model.withPreload(List.of(
                Records.with(model.preload().get(0), "fractionOfDisk", Reading.derived(ofDisk)),
                Records.with(
                        model.preload().get(1),
                        "total",
                        sample.models().get(warm).preload().get(1).total())));
    }
}
