package dev.berth.optimizer.cli;

import dev.berth.command.Console;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.optimizer.report.Drawing;
import dev.berth.optimizer.report.Report;
import dev.berth.record.AtomicFile;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A results folder as one page. */
@Examples({
    "berth report my-edge # one page of what lies in the folder",
    "berth report my-edge --figures figures # and its figures as files"
})
@Answers(ReportCommand.Written.class)
@Command(
        name = "report",
        header = "one self-contained HTML page of a results folder",
        description = "Writes one self-contained HTML page of a results folder: DIR/report.html.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Mixin
    private Console console;

    @Parameters(
            paramLabel = "DIR",
            description = "Folder with profiles.json and, where there are any, plan.json of one server or several,"
                    + " comparison.json and simulation.json, as --out of their commands writes them.")
    private Path folder;

    @Option(
            names = "--figures",
            paramLabel = "OUTDIR",
            description = "Write preload.svg and plan.svg there as well; of several servers plan-1.svg and so on.")
    private Path figures;

    private final List<String> written = new ArrayList<>();

    /**
     * The machine's result.
     *
     * @param files that were written, the page first
     */
    record Written(List<String> files) {}

    @Override
    public Integer call() throws IOException {
        Report report = Report.read(folder);
        write(folder.resolve("report.html"), report.html());
        if (figures != null) {
            for (Drawing each : report.drawings()) {
                write(figures.resolve(each.fileName()), each.svg().document());
            }
        }
        if (console.json()) {
            console.document(Json.pretty(new Written(written)).stripTrailing());
        }
        return ExitCode.OK.status();
    }

    private void write(Path file, String text) throws IOException {
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
        console.remark("wrote " + file);
        written.add(file.toString());
    }
}
