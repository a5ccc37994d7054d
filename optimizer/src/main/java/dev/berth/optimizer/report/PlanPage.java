package dev.berth.optimizer.report;

import dev.berth.optimizer.document.NanoCost;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.ServerPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plans on a page. */
final class PlanPage {
    private PlanPage() {}

    /** What was decided, a paragraph each. */
    static List<String> decisions(PlanFile plan) {
        List<String> lines = new ArrayList<>();
        lines.add(headline(plan));
        for (ServerPlan server : plan.namesServers() ? plan.servers() : List.<ServerPlan>of()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "Server %s costs %.6f of that.",
                    server.name(),
                    server.cost().totalNanoCost() / 1e9));
        }
        plan.sharedBackhaul()
                .ifPresent(bytes -> lines.add(
                        "All servers together download at most " + PlanText.megabytes(bytes) + " in a slot."));
        ServerPlan.joined(
                        plan.perServer().stream().map(ServerPlan::name).toList(),
                        plan.perServer().stream().map(ServerPlan::assumptions).toList())
                .forEach(line -> lines.add("Assumed: " + line + "."));
        return lines;
    }

    private static String headline(PlanFile plan) {
        String own = String.format(
                Locale.ROOT,
                plan.namesServers() ? "The plans of %s cost %.6f" : "The plan of %s costs %.6f",
                plan.solver(),
                plan.cost().totalNanoCost() / 1e9);
        return own + " in the unit of the scenario's prices"
                + plan.allCloudCost()
                        .optional()
                        .map(NanoCost::totalNanoCost)
                        .map(cloud -> String.format(
                                Locale.ROOT,
                                "; serving everything from the cloud (all-cloud) costs %.6f: %.1f %% saved.",
                                cloud / 1e9,
                                cloud == 0 ? 0 : 100 * (1 - plan.cost().totalNanoCost() / (double) cloud)))
                        .orElse("; serving everything from the cloud costs more than is counted.");
    }

    /** What every solver found. */
    static Section costs(PlanFile plan) {
        return Section.of("What plans cost with expected demand", PlanText.solvers(plan), PlanText.LEGEND);
    }

    /** One drawing a server. */
    static List<Drawing> drawings(PlanFile plan) {
        List<Drawing> drawings = new ArrayList<>();
        for (ServerPlan server : plan.perServer()) {
            // Numbered: a server may have any name, a file may not.
            String fileName = plan.namesServers() ? "plan-" + (drawings.size() + 1) + ".svg" : "plan.svg";
            String name = plan.namesServers() ? "server " + server.name() + ", " : "";
            String subtitle = name
                    + String.format(
                            Locale.ROOT,
                            "%s; %d slots of %.0f s; storage %.1f MB, memory %.1f MB",
                            plan.solver(),
                            plan.slots(),
                            plan.slotSeconds(),
                            server.storageCapacityBytes() / 1e6,
                            server.memoryCapacityBytes() / 1e6);
            drawings.add(new Drawing(fileName, PlanFigure.of(subtitle, plan.slots(), server.models())));
        }
        return drawings;
    }
}
