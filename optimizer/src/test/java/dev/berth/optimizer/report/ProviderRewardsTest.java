package dev.berth.optimizer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.report.chart.Bars;
import dev.berth.optimizer.report.section.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderRewardsTest {
    private static final Path STUDY = Path.of("../results/papers/provider-selection/data/routers.csv");

    @Test
    void thePageShowsAStudyOfProviders(@TempDir Path folder) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.copy(STUDY, data.resolve("routers.csv"));

        String page = Report.read(folder, line -> {}).html();

        assertTrue(page.contains("Reward of a run"), "the chart");
        assertTrue(page.contains("lin-ucb earns most in a run: 526 of the 609 that none can exceed"), "the answer");
        for (String line : Files.readAllLines(STUDY)) {
            String router = line.split(",")[0];
            assertTrue(router.equals("router") || page.contains("<th scope=\"row\">" + router + "</th>"), router);
        }
    }

    @Test
    void aRouterIsABarWithItsInterval() throws IOException {
        ProviderRewards study = ProviderRewards.read(STUDY).orElseThrow();
        Bars chart = (Bars) study.chart("rewards", "berth paper provider-selection");
        List<String> first = List.of(Files.readAllLines(STUDY).get(1).split(","));

        assertEquals(first.get(0), chart.items().get(0).name());
        Bars.Whole whole = chart.wholes().get(0);
        assertEquals(
                List.of(first.get(3), first.get(4), first.get(5)),
                List.of(String.valueOf(whole.value()), String.valueOf(whole.low()), String.valueOf(whole.high())));
        assertEquals(Long.parseLong(first.get(1)), whole.n());
    }
}
