package dev.berth.optimizer.cli;

import dev.berth.command.Console;
import dev.berth.command.ExitCode;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.report.PlanFigure;
import dev.berth.optimizer.report.PreloadFigure;
import dev.berth.optimizer.report.ReportPage;
import dev.berth.record.AtomicFile;
import dev.berth.record.Json;
import dev.berth.record.Reading;
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

    @Override
    public Integer call() throws IOException {
        Path profiles = folder.resolve("profiles.json");
        ProfileDataset dataset = ProfileDatasets.read(profiles);
        Map<String, String> drawings = new LinkedHashMap<>();
        List<String> decisions = new ArrayList<>();
        List<ReportPage.Section> sections = new ArrayList<>();
        List<Fingerprint.Made> made = new ArrayList<>();
        Path planFile = folder.resolve("plan.json");
        if (Files.exists(planFile)) {
            made.add(decide(planFile, profiles, drawings, decisions, sections));
        }
        Path comparison = folder.resolve("comparison.json");
        if (Files.exists(comparison)) {
            made.add(compared(comparison, profiles, sections));
        }
        Path simulation = folder.resolve("simulation.json");
        if (Files.exists(simulation)) {
            made.add(simulated(simulation, profiles, sections));
        }
        made.forEach(other -> Fingerprint.requireSame("scenario", made.get(0), other));
        drawings.put("preload.svg", PreloadFigure.svg(dataset));
        write(
                folder.resolve("report.html"),
                ReportPage.html(dataset, decisions, sections, List.copyOf(drawings.values())));
        if (figures != null) {
            for (Map.Entry<String, String> drawing : drawings.entrySet()) {
                write(figures.resolve(drawing.getKey()), drawing.getValue());
            }
        }
        return ExitCode.OK.status();
    }

    private static Fingerprint.Made compared(Path file, Path profiles, List<ReportPage.Section> sections) {
        ComparisonFile comparison = Json.read(file, ComparisonFile.class);
        Fingerprint.require(file, "dataset", comparison.profiles(), comparison.profilesFingerprint(), profiles);
        int last = comparison.cases().size() - 1;
        for (int number = 0; number <= last; number++) {
            ComparisonFile.Case each = comparison.cases().get(number);
            String which = ComparisonText.settings(each).map(it -> ": " + it).orElse("");
            List<String> notes = new ArrayList<>(each.notes());
            notes.addAll(number == last ? ComparisonText.legend(comparison.seeds()) : List.of());
            sections.add(new ReportPage.Section(
                    "What methods cost in simulation" + which,
                    ComparisonText.simulated(each, comparison.seeds()),
                    notes));
        }
        return new Fingerprint.Made(file, comparison.scenario(), comparison.scenarioFingerprint());
    }

    private static Fingerprint.Made simulated(Path file, Path profiles, List<ReportPage.Section> sections) {
        SimulationFile simulation = Json.read(file, SimulationFile.class);
        Fingerprint.require(file, "dataset", simulation.profiles(), simulation.profilesFingerprint(), profiles);
        boolean several = !simulation.serverResults().isEmpty();
        sections.add(new ReportPage.Section(
                "Simulation",
                SimulationText.table(several ? "all servers" : "name", simulation.seeds(), simulation.results()),
                SimulationText.legend(simulation)));
        for (SimulationFile.ServerResults server : simulation.serverResults()) {
            sections.add(new ReportPage.Section(
                    "Simulation of server " + server.name(),
                    SimulationText.table("name", simulation.seeds(), server.results()),
                    List.of()));
        }
        return new Fingerprint.Made(file, simulation.scenario(), simulation.scenarioFingerprint());
    }

    private static Fingerprint.Made decide(
            Path planFile,
            Path profiles,
            Map<String, String> drawings,
            List<String> decisions,
            List<ReportPage.Section> sections) {
        if (PlanDocument.kind(planFile) == FleetFile.class) {
            FleetFile plan = Json.read(planFile, FleetFile.class);
            Fingerprint.require(planFile, "dataset", plan.profiles(), plan.profilesFingerprint(), profiles);
            sections.add(costs(plan.allCloudCost(), plan.solvers()));
            decisions.add(headline("The plans of " + plan.solver() + " cost", plan.cost(), plan.allCloudCost()));
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
            return new Fingerprint.Made(planFile, plan.scenario(), plan.scenarioFingerprint());
        }
        PlanFile plan = Json.read(planFile, PlanFile.class);
        Fingerprint.require(planFile, "dataset", plan.profiles(), plan.profilesFingerprint(), profiles);
        drawings.put("plan.svg", draw(plan));
        sections.add(costs(plan.allCloudCost(), plan.solvers()));
        decisions.add(headline("The plan of " + plan.solver() + " costs", plan.cost(), plan.allCloudCost()));
        plan.assumptions().forEach(line -> decisions.add("Assumed: " + line + "."));
        return new Fingerprint.Made(planFile, plan.scenario(), plan.scenarioFingerprint());
    }

    private static ReportPage.Section costs(Reading<PlanFile.Cost> allCloud, List<PlanFile.SolverResult> solvers) {
        return new ReportPage.Section(
                "What plans cost with expected demand", PlanText.solvers(allCloud, solvers), PlanText.LEGEND);
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

    private static String headline(String subject, PlanFile.Cost cost, Reading<PlanFile.Cost> allCloud) {
        String own = String.format(
                Locale.ROOT, "%s %.6f in the unit of the scenario's prices", subject, cost.totalNanoCost() / 1e9);
        return own
                + allCloud.optional()
                        .map(PlanFile.Cost::totalNanoCost)
                        .map(cloud -> String.format(
                                Locale.ROOT,
                                "; serving everything from the cloud (all-cloud) costs %.6f: %.1f %% saved.",
                                cloud / 1e9,
                                cloud == 0 ? 0 : 100 * (1 - cost.totalNanoCost() / (double) cloud)))
                        .orElse("; serving everything from the cloud costs more than is counted.");
    }

    private void write(Path file, String text) throws IOException {
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
        console.remark("wrote " + file);
    }
}
