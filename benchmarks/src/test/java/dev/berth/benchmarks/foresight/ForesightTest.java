package dev.berth.benchmarks.foresight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.command.Commands;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.workload.Requests;
import dev.berth.record.BadInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForesightTest {
    /** Mean 0.9, deviation 0.1, three seeds: half of the interval is 4.303·0.1/√3. */
    @Test
    void intervalsWorkedOutOnPaper() {
        RatioSummary summary = RatioSummary.of(new double[] {0.8, 0.9, 1.0});

        assertEquals(0.9, summary.mean(), 1e-12);
        assertEquals(0.9 - 0.24843, summary.low(), 1e-4);
        assertEquals(0.9 + 0.24843, summary.high(), 1e-4);
        assertEquals(1.0, summary.worst());
    }

    private static final Path TRACE =
            Path.of("..", "results", "traces", "azure-llm-2023-code", "AzureLLMInferenceTrace_code.csv");

    @ParameterizedTest
    @EnumSource(DemandRegime.class)
    void theSeedDecidesTheDemand(DemandRegime regime) {
        double[] one = requests(regime.make(4, 20, SwitchingWeight.MEDIUM, 1, TRACE));

        assertArrayEquals(one, requests(regime.make(4, 20, SwitchingWeight.HEAVY, 1, TRACE)));
        assertFalse(Arrays.equals(one, requests(regime.make(4, 20, SwitchingWeight.HEAVY, 2, TRACE))));
    }

    private static double[] requests(Case one) {
        Problem problem = one.problem();
        double[] requests = new double[problem.slots() * problem.models()];
        for (int cell = 0; cell < requests.length; cell++) {
            requests[cell] = problem.expectedRequests(cell / problem.models(), cell % problem.models());
        }
        return requests;
    }

    /** What solvers are told is what policies meet. */
    @ParameterizedTest
    @EnumSource(DemandRegime.class)
    void demandIsTheRequestsCounted(DemandRegime regime) {
        Case one = regime.make(4, 20, SwitchingWeight.MEDIUM, 1, TRACE);
        double[] counted = new double[20 * 4];
        long before = 0;
        try (Requests requests = one.requests().open()) {
            while (requests.next()) {
                assertTrue(requests.arrivalNanos() >= before);
                before = requests.arrivalNanos();
                counted[(int) (before / one.terms().slotNanos()) * 4 + requests.model()]++;
            }
        }

        assertArrayEquals(counted, requests(one));
    }

    @Test
    void sparseIsAHundredthAndTheNoiseKeepsTheMean() {
        double drift = sum(requests(DemandRegime.DRIFT.make(10, 400, SwitchingWeight.MEDIUM, 3, TRACE)));
        double sparse = sum(requests(DemandRegime.SPARSE.make(10, 400, SwitchingWeight.MEDIUM, 3, TRACE)));
        double noisy = sum(requests(DemandRegime.UNPREDICTABLE.make(10, 400, SwitchingWeight.MEDIUM, 3, TRACE)));

        // 1,800 requests expected: five deviations of a Poisson sum are 12 %.
        assertEquals(0.01, sparse / drift, 0.0012);
        assertEquals(1, noisy / drift, 0.2);
    }

    /** Slots in which a load pays stand to those of the mean model; rent apart. */
    @ParameterizedTest
    @EnumSource(SwitchingWeight.class)
    void aMeanLoadOfASparseServerPaysAsItIsSaid(SwitchingWeight weight) {
        Case one = DemandRegime.HOURLY_STEADY.make(30, 96, weight, 4, TRACE);
        Problem problem = one.problem();
        double rises = 0;
        double waits = 0;
        for (int model = 0; model < 30; model++) {
            rises += (double) problem.switchingCost(model, 0, 2) / 30;
            waits += (problem.requestCost(model, 0) - problem.requestCost(model, 2)) / 30;
        }
        double requests = sum(requests(one)) / 96 / 30;

        // What a request saves differs from model to model where the cloud is as far as some downloads.
        assertEquals(weight.sparsePaybackSlots(), rises / (requests * waits), 0.3 * weight.sparsePaybackSlots());
    }

    /** What is wanted of lookahead where requests are few; the figures of record are in results/foresight. */
    @ParameterizedTest
    @EnumSource(
            value = DemandRegime.class,
            names = {"HOURLY_DRIFT", "HOURLY_SESSIONS", "TENMIN_CHURN"})
    void whereRequestsAreFewLookAheadCostsLessThanEveryPolicy(DemandRegime regime) {
        List<CostRow> rows = new ArrayList<>();
        for (long seed = 61; seed < 65; seed++) {
            CostRow.Key key = new CostRow.Key(regime.label(), "heavy", 20, 96, seed);
            rows.addAll(Study.run(key, regime.make(20, 96, SwitchingWeight.HEAVY, seed, TRACE)));
        }

        Standing standing = Standing.of(rows).get(0);

        assertTrue(standing.overBestPolicy().mean() < 0.99, standing::toString);
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }

    private static int study(Path folder, StringWriter output) {
        return Commands.run(
                new PrintWriter(output, true),
                new PrintWriter(new StringWriter()),
                "foresight",
                "--models",
                "3",
                "--slots",
                "6",
                "--seeds",
                "2",
                "--demand",
                "bursts,trace",
                "--switching",
                "heavy",
                "--trace",
                TRACE.toString(),
                "--out",
                folder.toString());
    }

    @Test
    void everyMethodOfEveryCaseIsALine(@TempDir Path folder) throws IOException {
        StringWriter output = new StringWriter();

        assertEquals(0, study(folder, output));

        List<CostRow> rows = new CostFile(folder).rows();
        assertEquals(2 * 2 * (3 + Policies.all().size() + 1), rows.size());
        assertEquals("all-cloud", rows.get(0).method());
        assertEquals(
                4,
                rows.stream().filter(row -> row.kind() == CostRow.Kind.BASELINE).count());
        for (CostRow row : rows) {
            CostRow optimum = rows.stream()
                    .filter(other -> other.key().equals(row.key()) && other.kind() == CostRow.Kind.REFERENCE)
                    .findFirst()
                    .orElseThrow();
            assertTrue(row.costNanoUnits() >= optimum.costNanoUnits(), row::toString);
        }
        List<String> whole = Files.readAllLines(folder.resolve("table.txt"));
        assertTrue(whole.get(whole.size() - 1).contains(" ± "), whole::toString);
        List<String> shown = output.toString().lines().toList();
        assertTrue(shown.stream().allMatch(line -> line.length() <= 80), output::toString);
        assertTrue(shown.stream().anyMatch(line -> line.startsWith("bursts")), output::toString);
        assertEquals(3, Files.readAllLines(folder.resolve("standings.csv")).size());
        assertTrue(Files.readString(folder.resolve("standings.json")).contains("\"overBestPolicy\""));
    }

    @Test
    void goesOnWhereItWasStopped(@TempDir Path folder) throws IOException {
        assertEquals(0, study(folder, new StringWriter()));
        Path costs = folder.resolve(CostFile.NAME);
        List<CostRow> whole = new CostFile(folder).rows();
        String text = Files.readString(costs);
        Files.writeString(costs, text.substring(0, text.length() / 2));

        assertEquals(0, study(folder, new StringWriter()));

        List<CostRow> again = new CostFile(folder).rows();
        assertEquals(
                whole.stream().map(ForesightTest::timeless).toList(),
                again.stream().map(ForesightTest::timeless).toList());
    }

    private static List<Object> timeless(CostRow row) {
        return List.of(row.key(), row.method(), row.costNanoUnits());
    }

    /** 100 + 300 against 200 + 150: lfu is the best policy, lru the cheapest of the first case. */
    @Test
    void standingsAreAgainstTheBestPolicyAndTheCheapestOfEachCase() {
        List<CostRow> rows = new ArrayList<>();
        rows.addAll(caseOf(1, 110, 100, 200));
        rows.addAll(caseOf(2, 90, 300, 150));

        Standing standing = Standing.of(rows).get(0);

        assertEquals("lfu", standing.bestPolicy());
        assertEquals((0.11 + 0.09) / 2, standing.overAllCloud().mean(), 1e-12);
        assertEquals((110 / 200.0 + 90 / 150.0) / 2, standing.overBestPolicy().mean(), 1e-12);
        assertEquals((1.1 + 0.6) / 2, standing.overCheapestPolicy().mean(), 1e-12);
        assertEquals(1.1, standing.overCheapestPolicy().worst(), 1e-12);
    }

    /** By plans lru is cheaper than lfu, but what it moves within slots makes it dearer. */
    @Test
    void policiesAreHeldToWhatTheyCostInSimulation() {
        List<CostRow> rows = new ArrayList<>();
        for (long seed = 1; seed <= 2; seed++) {
            for (CostRow row : caseOf(seed, 100, 90, 200)) {
                rows.add(row.method().equals("lru") ? simulated(row, 400) : row);
            }
        }

        Standing standing = Standing.of(rows).get(0);

        assertEquals("lfu", standing.bestPolicy());
        assertEquals(0.5, standing.overBestPolicy().mean(), 1e-12);
        assertEquals(0.5, standing.overCheapestPolicy().mean(), 1e-12);
    }

    private static CostRow simulated(CostRow row, long cost) {
        return new CostRow(
                row.demand(),
                row.switching(),
                row.models(),
                row.slots(),
                row.seed(),
                row.pressure(),
                row.method(),
                row.kind(),
                row.costNanoUnits(),
                cost,
                row.seconds());
    }

    /** A cache that takes whatever comes moves models within slots: its plan does not show what it costs. */
    @Test
    void aPolicyCostsMoreInSimulationThanItsPlanShows() {
        Case one = DemandRegime.DRIFT.make(6, 48, SwitchingWeight.HEAVY, 5, TRACE);
        CostRow.Key key = new CostRow.Key("drift", "heavy", 6, 48, 5);
        List<CostRow> rows = Study.run(key, one);

        CostRow lru = of(rows, "lru");
        CostRow optimum = of(rows, "horizon-exact");
        CostRow allCloud = of(rows, "all-cloud");

        assertTrue(lru.simulatedNanoUnits() > 1.5 * lru.costNanoUnits(), lru::toString);
        // Plans switch as a slot begins; the rest of the difference is requests that wait for that.
        assertEquals(1, (double) optimum.simulatedNanoUnits() / optimum.costNanoUnits(), 0.02, optimum::toString);
        assertEquals(1, (double) allCloud.simulatedNanoUnits() / allCloud.costNanoUnits(), 1e-6, allCloud::toString);
    }

    private static CostRow of(List<CostRow> rows, String method) {
        return rows.stream()
                .filter(row -> row.method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    private static List<CostRow> caseOf(long seed, long lookAhead, long lru, long lfu) {
        return List.of(
                row(seed, "all-cloud", CostRow.Kind.BASELINE, 1000),
                row(seed, "lookahead", CostRow.Kind.SOLVER, lookAhead),
                row(seed, "paper-ga", CostRow.Kind.SOLVER, 500),
                row(seed, "slot-exact", CostRow.Kind.SOLVER, 500),
                row(seed, "lru", CostRow.Kind.POLICY, lru),
                row(seed, "lfu", CostRow.Kind.POLICY, lfu),
                row(seed, "horizon-exact", CostRow.Kind.REFERENCE, 50));
    }

    private static CostRow row(long seed, String method, CostRow.Kind kind, long cost) {
        return new CostRow("drift", "heavy", 3, 6, seed, 1.5, method, kind, cost, cost, 0.25);
    }

    @Test
    void aFolderOfAnEarlierVersionIsNotGoneOnWith(@TempDir Path folder) throws IOException {
        CostRow first = row(1, "lookahead", CostRow.Kind.SOLVER, 5);
        Files.writeString(folder.resolve(CostFile.NAME), CostRow.HEADER + "\n\n" + first.toCsv() + "\n\n");

        BadInputException fault = assertThrows(BadInputException.class, () -> new CostFile(folder));
        assertTrue(fault.getMessage().contains("begins with lookahead, expected all-cloud"), fault::getMessage);
    }

    @Test
    void rowsAreReadAsWritten() {
        CostRow row = row(7, "lru", CostRow.Kind.POLICY, 12);

        assertEquals(row, CostRow.parse("file:1", row.toCsv()));
        assertEquals(
                "file:2: drift,heavy, expected " + CostRow.HEADER,
                assertThrows(BadInputException.class, () -> CostRow.parse("file:2", "drift,heavy"))
                        .getMessage());
    }

    @Test
    void numbersOutOfRangeAreUsageErrors(@TempDir Path folder) {
        StringWriter errors = new StringWriter();

        assertEquals(
                2,
                Commands.run(
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(errors, true),
                        "foresight",
                        "--out",
                        folder.toString(),
                        "--seeds",
                        "1"));
        assertTrue(errors.toString().contains("--seeds: 1, expected 2 to 31"), errors::toString);
    }
}
