package dev.berth.optimizer.report;

import dev.berth.optimizer.baseline.Baseline;
import dev.berth.optimizer.document.FleetFile;
import dev.berth.optimizer.document.NanoCost;
import dev.berth.text.Figures;
import dev.berth.text.Page;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the plans of a fleet come to, as people read it. */
public final class FleetText {
    private final FleetFile file;

    public FleetText(FleetFile file) {
        this.file = file;
    }

    /** Its size, what it costs beside serving everything from the cloud, and what is proven of that. */
    public List<String> lines(Page page) {
        NanoCost cost = file.cost();
        long total = cost.totalNanoCost();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%d servers, %d slots of %s, by %s",
                file.servers(),
                file.slots(),
                Figures.duration(file.slotSeconds() * 1e9),
                file.solver()));
        file.sharedBackhaulBytesPerSlot()
                .optional()
                .ifPresent(bytes -> lines.add("shared backhaul: " + Figures.bytes(bytes) + " a slot"));
        List<Column> columns = new ArrayList<>(List.of(
                Column.name("cost"), Column.figure("resources"), Column.figure("delay"), Column.figure("switching")));
        List<String> allCloud = new ArrayList<>(List.of(Baseline.ALL_CLOUD, "0", PlanText.NONE, "0"));
        List<String> own = new ArrayList<>(List.of(
                file.solver(),
                PlanText.units(cost.resourcesNanoCost()),
                PlanText.units(cost.delayNanoCost()),
                PlanText.units(cost.switchingNanoCost())));
        if (cost.qualityNanoCost() != null) {
            columns.add(Column.figure("quality"));
            allCloud.add(PlanText.NONE);
            own.add(PlanText.units(cost.lostNanoCost()));
        }
        columns.add(Column.figure("total"));
        allCloud.add(PlanText.units(file.allCloudNanoCost()));
        own.add(PlanText.units(total));
        TextTable table = new TextTable(columns);
        table.add(allCloud);
        table.add(own);
        lines.addAll(table.lines(page));
        lines.add("saved against all-cloud: "
                + PlanText.percent(file.allCloudNanoCost() - total, file.allCloudNanoCost()));
        lines.add("proven gap: "
                + file.boundNanoCost()
                        .optional()
                        .map(bound -> PlanText.gap(total - bound, total))
                        .orElse(PlanText.NONE));
        lines.addAll(TextTable.wrapped(file.note(), page.width()));
        return lines;
    }
}
