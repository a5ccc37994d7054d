package dev.berth.optimizer.cli;

import dev.berth.optimizer.report.PlanFigure;
import dev.berth.optimizer.report.PreloadFigure;
import dev.berth.optimizer.report.ReportPage;
import dev.berth.profile.AtomicFile;
import dev.berth.profile.ExitCode;
import dev.berth.profile.Json;
import dev.berth.profile.ProfileDataset;
import dev.berth.profile.ProfileDatasets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A results folder as one page. */
@Command(
        name = "report",
        description = "Writes one self-contained HTML page of a results folder: DIR/report.html.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Mixin
    private Console console;

    @Parameters(paramLabel = "DIR", description = "Folder with profiles.json and, where planned, plan.json.")
    private Path folder;

    @Option(names = "--figures", paramLabel = "OUTDIR", description = "Write preload.svg and plan.svg there as well.")
    private Path figures;

    @Override
    public Integer call() throws IOException {
        ProfileDataset dataset = ProfileDatasets.read(folder.resolve("profiles.json"));
        List<String> drawings = new ArrayList<>();
        List<String> decisions = new ArrayList<>();
        drawings.add(PreloadFigure.svg(dataset));
        Path planFile = folder.resolve("plan.json");
        if (Files.exists(planFile)) {
            PlanFile plan = Json.read(planFile, PlanFile.class);
            drawings.add(0, draw(plan));
            decisions.add(headline(plan));
            plan.assumptions().forEach(line -> decisions.add("Assumed: " + line + "."));
        }
        write(folder.resolve("report.html"), ReportPage.html(dataset, decisions, drawings));
        if (figures != null) {
            write(figures.resolve("preload.svg"), drawings.get(drawings.size() - 1));
            if (drawings.size() > 1) {
                write(figures.resolve("plan.svg"), drawings.get(0));
            }
        }
        return ExitCode.OK.status();
    }

    private static String draw(PlanFile plan) {
        List<PlanFigure.Row> rows = plan.models().stream()
                .map(model -> new PlanFigure.Row(
                        model.name(),
                        model.stretches().stream()
                                .map(it -> new PlanFigure.Stretch(it.fromSlot(), it.slots(), it.residency()))
                                .toList()))
                .toList();
        String subtitle = String.format(
                Locale.ROOT,
                "%s; %d slots of %.0f s; storage %.1f MB, memory %.1f MB",
                plan.solver(),
                plan.slots(),
                plan.slotSeconds(),
                plan.storageCapacityBytes() / 1e6,
                plan.memoryCapacityBytes() / 1e6);
        return PlanFigure.svg(subtitle, plan.slots(), rows);
    }

    private static String headline(PlanFile plan) {
        double cloudOnly = plan.cloudOnlyCost().totalNanoCost();
        return String.format(
                Locale.ROOT,
                "The plan of %s costs %.3f; serving everything from the cloud costs %.3f: %.1f %% saved.",
                plan.solver(),
                plan.cost().totalNanoCost() / 1e9,
                cloudOnly / 1e9,
                cloudOnly == 0 ? 0 : 100 * (1 - plan.cost().totalNanoCost() / cloudOnly));
    }

    private void write(Path file, String text) throws IOException {
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
        console.remark("wrote " + file);
    }
}
