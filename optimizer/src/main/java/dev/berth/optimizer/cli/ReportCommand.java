package dev.berth.optimizer.cli;

import dev.berth.optimizer.report.PlanFigure;
import dev.berth.optimizer.report.PreloadFigure;
import dev.berth.optimizer.report.ReportPage;
import dev.berth.profile.AtomicFile;
import dev.berth.profile.ExitCode;
import dev.berth.profile.Json;
import dev.berth.profile.ProfileDataset;
import dev.berth.profile.ProfileDatasets;
import dev.berth.profile.cli.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    @Parameters(
            paramLabel = "DIR",
            description = "Folder with profiles.json and, where planned, plan.json of one server or several.")
    private Path folder;

    @Option(
            names = "--figures",
            paramLabel = "OUTDIR",
            description = "Write preload.svg and plan.svg there as well; of several servers plan-1.svg and so on.")
    private Path figures;

    @Override
    public Integer call() throws IOException {
        Path profiles = folder.resolve("profiles.json");
        ProfileDataset dataset = ProfileDatasets.read(profiles);
        Map<String, String> drawings = new LinkedHashMap<>();
        List<String> decisions = new ArrayList<>();
        Path planFile = folder.resolve("plan.json");
        if (Files.exists(planFile)) {
            decide(planFile, profiles, drawings, decisions);
        }
        drawings.put("preload.svg", PreloadFigure.svg(dataset));
        write(folder.resolve("report.html"), ReportPage.html(dataset, decisions, List.copyOf(drawings.values())));
        if (figures != null) {
            for (Map.Entry<String, String> drawing : drawings.entrySet()) {
                write(figures.resolve(drawing.getKey()), drawing.getValue());
            }
        }
        return ExitCode.OK.status();
    }

    private static void decide(Path planFile, Path profiles, Map<String, String> drawings, List<String> decisions) {
        if (PlanDocument.kind(planFile) == FleetFile.class) {
            FleetFile plan = Json.read(planFile, FleetFile.class);
            Fingerprint.require(planFile, "dataset", plan.profiles(), plan.profilesFingerprint(), profiles);
            decisions.add(headline("The plans of " + plan.solver() + " cost", plan.cost(), plan.cloudOnlyCost()));
            for (FleetFile.ServerPlan server : plan.servers()) {
                // Numbered: a server may have any name, a file may not.
                drawings.put("plan-" + (drawings.size() + 1) + ".svg", draw(plan, server));
                decisions.add(String.format(
                        Locale.ROOT,
                        "Server %s costs %.6f of that.",
                        server.name(),
                        server.cost().totalNanoCost() / 1e9));
            }
            plan.sharedBackhaulBytesPerSlot()
                    .optional()
                    .ifPresent(bytes -> decisions.add(
                            "All servers together download at most " + PlanText.megabytes(bytes) + " in a slot."));
            assumptions(plan).forEach(line -> decisions.add("Assumed: " + line + "."));
            return;
        }
        PlanFile plan = Json.read(planFile, PlanFile.class);
        Fingerprint.require(planFile, "dataset", plan.profiles(), plan.profilesFingerprint(), profiles);
        drawings.put("plan.svg", draw(plan));
        decisions.add(headline("The plan of " + plan.solver() + " costs", plan.cost(), plan.cloudOnlyCost()));
        plan.assumptions().forEach(line -> decisions.add("Assumed: " + line + "."));
    }

    private static List<String> assumptions(FleetFile plan) {
        return Servers.joined(
                plan.servers().stream().map(FleetFile.ServerPlan::name).toList(),
                plan.servers().stream().map(FleetFile.ServerPlan::assumptions).toList());
    }

    private static String draw(FleetFile plan, FleetFile.ServerPlan server) {
        String subtitle = "server " + server.name() + ", "
                + subtitle(
                        plan.solver(),
                        plan.slots(),
                        plan.slotSeconds(),
                        server.storageCapacityBytes(),
                        server.memoryCapacityBytes());
        return PlanFigure.svg(subtitle, plan.slots(), rows(server.models()));
    }

    private static String draw(PlanFile plan) {
        String subtitle = subtitle(
                plan.solver(),
                plan.slots(),
                plan.slotSeconds(),
                plan.storageCapacityBytes(),
                plan.memoryCapacityBytes());
        return PlanFigure.svg(subtitle, plan.slots(), rows(plan.models()));
    }

    private static String subtitle(String solver, int slots, double slotSeconds, long storageBytes, long memoryBytes) {
        return String.format(
                Locale.ROOT,
                "%s; %d slots of %.0f s; storage %.1f MB, memory %.1f MB",
                solver,
                slots,
                slotSeconds,
                storageBytes / 1e6,
                memoryBytes / 1e6);
    }

    private static List<PlanFigure.Row> rows(List<PlanFile.ModelPlan> models) {
        return models.stream()
                .map(model -> new PlanFigure.Row(
                        model.name(),
                        model.stretches().stream()
                                .map(it -> new PlanFigure.Stretch(it.fromSlot(), it.slots(), it.residency()))
                                .toList()))
                .toList();
    }

    private static String headline(String subject, PlanFile.Cost cost, PlanFile.Cost nothing) {
        double cloudOnly = nothing.totalNanoCost();
        return String.format(
                Locale.ROOT,
                "%s %.6f in the unit of the scenario's prices; serving everything from the cloud costs %.6f: %.1f %% saved.",
                subject,
                cost.totalNanoCost() / 1e9,
                cloudOnly / 1e9,
                cloudOnly == 0 ? 0 : 100 * (1 - cost.totalNanoCost() / cloudOnly));
    }

    private void write(Path file, String text) throws IOException {
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
        console.remark("wrote " + file);
    }
}
