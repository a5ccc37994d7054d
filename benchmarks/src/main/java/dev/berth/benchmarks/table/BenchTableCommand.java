package dev.berth.benchmarks.table;

import dev.berth.command.Console;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What JMH wrote, as tables. */
@Examples({"berth bench-table results.json # Markdown of what JMH wrote"})
@Answers(BenchTableCommand.Report.class)
@Command(
        name = "bench-table",
        header = "Markdown tables from JMH's JSON",
        mixinStandardHelpOptions = true,
        description =
                "Prints Markdown tables of what 'berth bench -rf json -rff FILE' wrote: the hot path by model-slot, whole"
                        + " solves by instance.")
public final class BenchTableCommand implements Callable<Integer> {
    @Mixin
    private Console console;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "JSON of JMH.")
    private List<Path> files;

    /**
     * The machine's result.
     *
     * @param results of all files, those of average time
     */
    record Report(List<Result> results) {}

    /**
     * A {@link JmhResult} as JSON has it.
     *
     * @param errorNanos null where there were too few iterations for one
     */
    record Result(
            String benchmark,
            Map<String, String> params,
            double nanos,
            Double errorNanos,
            String jdk,
            Map<String, Double> metrics) {
        static Result of(JmhResult result) {
            return new Result(
                    result.benchmark(),
                    result.params(),
                    result.nanos(),
                    result.errorNanos().isPresent() ? result.errorNanos().getAsDouble() : null,
                    result.jdk(),
                    result.metrics());
        }
    }

    @Override
    public Integer call() {
        List<JmhResult> results =
                files.stream().flatMap(file -> JmhResult.read(file).stream()).toList();
        console.result(JmhTable.of(results).lines().toList());
        if (console.json()) {
            console.document(
                    Json.pretty(new Report(results.stream().map(Result::of).toList()))
                            .stripTrailing());
        }
        return ExitCode.OK.status();
    }
}
