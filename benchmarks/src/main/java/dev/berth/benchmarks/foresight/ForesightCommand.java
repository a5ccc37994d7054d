package dev.berth.benchmarks.foresight;

import dev.berth.command.Console;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.command.TableOptions;
import dev.berth.record.AtomicFile;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import dev.berth.text.Page;
import dev.berth.text.TextTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that tells where looking ahead pays. */
@Examples({"berth foresight --models 10 --seeds 2 --out study # a small part of the study"})
@Answers(StandingFile.class)
@Command(
        name = "foresight",
        header = "what looking ahead is worth, regime by regime",
        description = "Costs of lookahead, with forecasts of the past alone, against paper-ga, slot-exact, and the"
                + " cheapest online policy of each case, by demand, weight of switching and number of models. Cases"
                + " are written one by one; the same command with the same folder goes on where it was stopped.",
        mixinStandardHelpOptions = true)
public final class ForesightCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private Console console;

    @Mixin
    private TableOptions tables;

    @Option(names = "--models", split = ",", paramLabel = "N", description = "Numbers of models (default: 10,50,1000).")
    private int[] models = {10, 50, 1000};

    @Option(
            names = "--slots",
            paramLabel = "N",
            description =
                    "Slots, a quarter of an hour each, of trace a minute, of trace_thinned ten seconds, else as the"
                            + " name says (default: 288 up to 20 models, 96 up to 200, 24 beyond).")
    private Integer slots;

    @Option(names = "--seeds", paramLabel = "N", description = "Cases a regime, 2 to 31 (default: ${DEFAULT-VALUE}).")
    private int seeds = 10;

    @Option(
            names = "--first-seed",
            paramLabel = "N",
            description = "The next follow by one (default: ${DEFAULT-VALUE}).")
    private long firstSeed = 101;

    @Option(
            names = "--demand",
            split = ",",
            description = "Of ${COMPLETION-CANDIDATES} (default: all).",
            paramLabel = "NAME")
    private DemandRegime[] demands = DemandRegime.values();

    @Option(
            names = "--switching",
            split = ",",
            description = "Of ${COMPLETION-CANDIDATES} (default: all).",
            paramLabel = "NAME")
    private SwitchingWeight[] weights = SwitchingWeight.values();

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Requests of trace and trace_thinned, with the columns of azure-2023 (default: the ones in"
                    + " results/traces).")
    private Path trace = Path.of(
            System.getProperty("berth.home", ""), "results/traces/azure-llm-2023-code/AzureLLMInferenceTrace_code.csv");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder for costs.csv, standings.csv, standings.json and table.txt.")
    private Path out;

    @Override
    @SuppressWarnings("try") // The watch is there to be closed.
    public Integer call() throws IOException {
        requireRanges();
        TextTable.require(Standing.COLUMNS, tables.page(console));
        CostFile costs = new CostFile(out);
        try (Console.Watch watch = console.whenInterrupted(() ->
                "the cases that are through are in " + costs.place() + "; the same command goes on with the others")) {
            for (int count : models) {
                for (DemandRegime demand : demands) {
                    for (SwitchingWeight weight : weights) {
                        run(costs, demand, weight, count);
                    }
                }
            }
        }
        List<Standing> standings = Standing.of(costs.rows());
        TextTable table = Standing.table(standings);
        write("table.txt", table.lines(new Page(Console.WIDTH, true, List.of(), false)));
        write(
                "standings.csv",
                Stream.concat(
                                Stream.of(Standing.csvHeader()),
                                standings.stream().map(Standing::csv))
                        .toList());
        StandingFile file = new StandingFile(1, standings);
        Json.write(out.resolve("standings.json"), file);
        console.result(table.lines(tables.page(console)));
        if (console.json()) {
            console.document(Json.pretty(file).stripTrailing());
        }
        return ExitCode.OK.status();
    }

    private void run(CostFile costs, DemandRegime demand, SwitchingWeight weight, int count) throws IOException {
        int length = demand.slots(slots != null ? slots : defaultSlots(count));
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            CostRow.Key key = new CostRow.Key(demand.label(), weight.label(), count, length, seed);
            if (!costs.has(key)) {
                console.remark(key.describe());
                costs.append(Study.run(key, demand.make(count, length, weight, seed, trace)));
            }
        }
    }

    private static int defaultSlots(int count) {
        return count <= 20 ? 288 : count <= 200 ? 96 : 24;
    }

    private void write(String name, List<String> lines) throws IOException {
        AtomicFile.write(out.resolve(name), (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void requireRanges() {
        require("--seeds", seeds, 2, RatioSummary.MOST_SEEDS);
        if (slots != null) {
            require("--slots", slots, 1, 1_000_000);
        }
        Arrays.stream(models).forEach(count -> require("--models", count, 1, 1_000_000));
        if (!Files.exists(trace) && Arrays.stream(demands).anyMatch(DemandRegime::isRecorded)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--demand trace or trace_thinned needs --trace FILE, and there is no " + trace);
        }
    }

    private void require(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    command.commandLine(), option + ": " + value + ", expected " + least + " to " + most);
        }
    }
}
