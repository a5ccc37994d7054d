package dev.berth.optimizer.cli;

import dev.berth.command.Console;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.chart.ChartPrinter;
import dev.berth.optimizer.report.section.Report;
import dev.berth.record.AtomicFile;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import dev.berth.text.Figures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
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
    /** Some mail is refused above. */
    private static final int MOST_LETTERS = 2_000_000;

    /** For one picture, on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Mixin
    private Console console;

    @Parameters(
            paramLabel = "DIR",
            description =
                    "Folder with what Berth wrote, in it or below it: datasets, raw runs, plans, comparisons, sweeps,"
                            + " simulations, fleets that were planned block by block, and data of 'berth paper'. What a file is, its content tells. A document that was made from another dataset"
                            + " than those there is refused.")
    private Path folder;

    @Option(
            names = "--figures",
            paramLabel = "OUTDIR",
            description =
                    "Write every chart there as well, for papers: as SVG and, where Chromium is installed, as PNG, in"
                            + " colours that can be told apart in grey. Files are named after what they show: preload,"
                            + " plan, plan-at-SERVER; of further files of a kind, plan-of-FILE.")
    private Path figures;

    private final List<String> written = new CopyOnWriteArrayList<>();

    /**
     * The machine's result.
     *
     * @param files that were written, the page first
     */
    record Written(List<String> files) {}

    @Override
    @SuppressWarnings("try") // The watch is there to be closed.
    public Integer call() throws IOException, InterruptedException {
        try (Console.Watch watch = console.whenInterrupted(this::kept)) {
            if (figures != null) {
                // Before the page is made: a name that is taken is told at once.
                Files.createDirectories(figures);
            }
            Report report = Report.read(folder, console::remark);
            report.cautions().forEach(console::warning);
            String page = report.html();
            Path file = folder.resolve("report.html");
            save(file, page.getBytes(StandardCharsets.UTF_8));
            console.remark("wrote " + file);
            if (page.length() > MOST_LETTERS) {
                console.remark("the page takes " + Figures.bytes(page.length())
                        + ": the folder holds much, a page of each folder below it is smaller");
            }
            if (figures != null) {
                figures(report.charts());
            }
        }
        if (console.json()) {
            console.document(Json.pretty(new Written(written)).stripTrailing());
        }
        return ExitCode.OK.status();
    }

    /** What stays where a signal ends it. */
    private String kept() {
        if (written.isEmpty() && figures != null) {
            try {
                Files.deleteIfExists(figures);
            } catch (IOException notEmpty) {
                // It was there before, or holds what is being written.
            }
        }
        return (written.isEmpty() ? "nothing was written" : written.size() + " files were written, each of them whole")
                + "; the same command makes them all";
    }

    /** While the browser makes the PNG of one, the SVG of the next one is drawn. */
    private void figures(List<Chart> charts) throws IOException, InterruptedException {
        ConsoleProgress progress = new ConsoleProgress(console);
        Optional<Path> program = PictureBrowser.installed();
        Optional<String> fault = Optional.empty();
        int done = 0;
        try (ChartPrinter printer = new ChartPrinter();
                PictureBrowser browser =
                        program.isPresent() ? new PictureBrowser(program.get(), PATIENCE, this::save) : null) {
            for (Chart chart : charts) {
                progress.step("figures, " + chart.id(), done++, charts.size());
                Path svg = figures.resolve(chart.id() + ".svg");
                save(svg, printer.svg(chart).getBytes(StandardCharsets.UTF_8));
                if (browser != null) {
                    browser.draw(svg, figures.resolve(chart.id() + ".png"));
                }
            }
            if (browser != null) {
                browser.finish();
                fault = browser.fault();
            }
        }
        progress.finish();
        long pictures = written.stream().filter(file -> file.endsWith(".png")).count();
        fault.ifPresent(why -> console.warning(charts.size() - pictures + " of " + charts.size()
                + " figures have no PNG: " + why + "; the SVG files hold the same"));
        console.remark("wrote " + charts.size() + " figures to " + figures + ", each as SVG"
                + (pictures == charts.size() ? " and PNG" : ", " + pictures + " as PNG"));
        if (program.isEmpty()) {
            console.remark("no PNG was made: no chromium or google-chrome on the PATH draws it; the SVG files hold the"
                    + " same");
        }
    }

    private void save(Path file, byte[] content) throws IOException {
        AtomicFile.write(file, content);
        written.add(file.toString());
    }
}
