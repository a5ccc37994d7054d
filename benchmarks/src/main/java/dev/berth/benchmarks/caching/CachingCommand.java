package dev.berth.benchmarks.caching;

import dev.berth.command.Amount;
import dev.berth.command.Console;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.command.WideOption;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.record.BadInputException;
import dev.berth.record.BadOptionException;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import dev.berth.text.Figures;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that holds our bounds against those of offline caching. */
@Examples({"berth caching --traces zipf/50x2000/1 --caches 10% --out caching # one trace, one cache"})
@Answers(CachingCommand.Report.class)
@Command(
        name = "caching",
        header = "bounds of offline caching, FOO and PFOO, beside ours",
        mixinStandardHelpOptions = true,
        description =
                "A cache for objects of different sizes, all requests known, as a problem of slots: what misses cost"
                        + " at least and at most by FOO and PFOO (arXiv 1711.03709) and by our solver, on the same requests.")
public final class CachingCommand implements Callable<Integer> {
    private static final double NANO = 1e9;

    @Mixin
    private Console console;

    @Mixin
    private WideOption tables;

    @Option(
            names = "--traces",
            split = ",",
            paramLabel = "NAME",
            description =
                    "zipf/OBJECTSxREQUESTS/SEED, or azure/REQUESTS/SEED: recorded requests, each of one of the ten"
                            + " edge services (default: ${DEFAULT-VALUE}).",
            defaultValue = "azure/8000/1,zipf/10x2000/1,zipf/50x2000/1,zipf/100x2000/1")
    private List<String> traces = List.of();

    @Option(
            names = "--caches",
            split = ",",
            paramLabel = "SHARE",
            converter = Amount.OfShare.class,
            description = "Sizes of the cache, as shares of all objects' bytes (default: ${DEFAULT-VALUE}).",
            defaultValue = "10%,30%")
    private List<Double> caches = List.of();

    @Option(
            names = "--count",
            split = ",",
            paramLabel = "NAME",
            description = "What a miss costs, of ${COMPLETION-CANDIDATES}: one, or its bytes (default:"
                    + " ${DEFAULT-VALUE}).",
            defaultValue = "misses,bytes")
    private List<Counted> counted = List.of();

    @Option(
            names = "--time-limit",
            paramLabel = "TIME",
            converter = Amount.OfTime.class,
            description = "Work of our solver on a case, counted as by 'berth plan' (default: ${DEFAULT-VALUE}).",
            defaultValue = "30s")
    private Duration timeLimit;

    @Option(
            names = "--segment",
            paramLabel = "N",
            description = "Requests of a segment of PFOO-U, >= 1 (default: ${DEFAULT-VALUE}).",
            defaultValue = "500")
    private int segment;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for bounds.csv; must be new.")
    private Path out;

    /**
     * The machine's result.
     *
     * @param contradictions bounds that cannot all hold, one line each
     */
    record Report(List<CacheRow> rows, List<String> contradictions) {}

    @Override
    @SuppressWarnings("try") // The watch is there to be closed.
    public Integer call() throws IOException {
        if (segment < 1) {
            throw new BadInputException("--segment " + segment + ", expected >= 1");
        }
        for (double share : caches) {
            if (share <= 0 || share > 1) {
                throw new BadOptionException("--caches " + Figures.percent(share, 0)
                        + ", expected more than 0 % and at most 100 %: with all objects in it nothing is decided");
            }
        }
        if (Files.exists(out)) {
            throw new BadInputException("--out " + out + ": exists, expected a new folder; a rerun is a new folder");
        }
        Path home = Path.of(System.getProperty("berth.home", ""));
        List<CacheTrace> read =
                traces.stream().map(name -> CacheTrace.named(name, home)).toList();
        Files.createDirectories(out);
        List<CacheRow> rows = new CopyOnWriteArrayList<>();
        List<String> contradictions = new ArrayList<>();
        SolveLimits limits = SolveLimits.ofThisMachine()
                .withEffort(Math.max(1, Math.round(timeLimit.toNanos() / NANO * SolveLimits.STEPS_PER_SECOND)), 0);
        try (Console.Watch watch = console.whenInterrupted(() -> rows.isEmpty()
                        ? "no case was through; fewer --traces or --caches, or a lower --time-limit, take less time"
                        : out.resolve("bounds.csv") + " has " + rows.size() + " of "
                                + read.size() * caches.size() * counted.size()
                                + " cases; go on with the traces and caches that it lacks and another --out");
                BufferedWriter csv = Files.newBufferedWriter(out.resolve("bounds.csv"), StandardCharsets.UTF_8)) {
            csv.write(CacheRow.HEADER + "\n");
            csv.flush();
            for (CacheTrace trace : read) {
                for (double share : caches) {
                    for (Counted what : counted) {
                        console.remark(
                                "solving " + trace.name() + ", " + Figures.percent(share, 0) + ", " + what.label());
                        CacheRow row = CacheRow.of(
                                new CacheCase(trace, (long) (share * trace.allBytes()), what), limits, segment);
                        csv.write(row.toCsv() + "\n");
                        csv.flush();
                        rows.add(row);
                        row.contradictions().forEach(console::fault);
                        contradictions.addAll(row.contradictions());
                    }
                }
            }
        }
        console.result(table(rows).lines(tables.page(console)));
        if (console.json()) {
            console.document(Json.pretty(new Report(rows, contradictions)).stripTrailing());
        }
        return (contradictions.isEmpty() ? ExitCode.OK : ExitCode.INTERNAL).status();
    }

    private static TextTable table(List<CacheRow> rows) {
        TextTable table = new TextTable(List.of(
                Column.text("trace"),
                Column.text("count"),
                Column.figure("cache"),
                Column.figure("PFOO-L"),
                Column.figure("FOO-L"),
                Column.figure("ours"),
                Column.figure("priced"),
                Column.figure("our plan"),
                Column.figure("FOO-U").asDetail(1),
                Column.figure("PFOO-U").asDetail(2),
                Column.figure("FOO time").asDetail(3),
                Column.figure("our time").asDetail(4)));
        for (CacheRow row : rows) {
            table.add(List.of(
                    row.trace(),
                    row.counted(),
                    Figures.decimal((double) row.cacheBytes(), "B"),
                    ratio(row, row.pfooLower()),
                    ratio(row, row.fooLower()),
                    ratio(row, row.ourLower()),
                    ratio(row, row.ourPricedLower()),
                    ratio(row, row.ourUpper()),
                    ratio(row, row.fooUpper()),
                    ratio(row, row.pfooUpper()),
                    Figures.duration(NANO * row.fooSeconds()),
                    Figures.duration(NANO * row.ourSeconds())));
        }
        return table;
    }

    /** Part of what all requests would cost as misses. */
    private static String ratio(CacheRow row, long cost) {
        return Figures.percent((double) cost / (double) row.allMisses(), 2);
    }
}
