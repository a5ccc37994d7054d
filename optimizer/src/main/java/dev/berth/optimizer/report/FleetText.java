package dev.berth.optimizer.report;

import dev.berth.optimizer.document.FleetFile;
import dev.berth.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the plans of a fleet come to, as people read it. */
public final class FleetText {
    private final FleetFile file;

    public FleetText(FleetFile file) {
        this.file = file;
    }

    /** A line a figure. */
    public List<String> lines() {
        long total = file.cost().totalNanoCost();
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
        lines.add("cost       " + PlanText.units((double) total) + ": resources "
                + PlanText.units((double) file.cost().resourcesNanoCost()) + ", delay "
                + PlanText.units((double) file.cost().delayNanoCost()) + ", switching "
                + PlanText.units((double) file.cost().switchingNanoCost())
                + (file.cost().lostNanoCost() == 0
                        ? ""
                        : ", quality " + PlanText.units((double) file.cost().lostNanoCost())));
        lines.add("all-cloud  " + PlanText.units((double) file.allCloudNanoCost()) + ": saved "
                + share(file.allCloudNanoCost() - total, file.allCloudNanoCost(), 2));
        lines.add("proven gap "
                + file.boundNanoCost()
                        .optional()
                        .map(bound -> share(total - bound, total, 3))
                        .orElse(PlanText.NONE));
        lines.add(file.note());
        return lines;
    }

    private static String share(long part, long whole, int digits) {
        return whole == 0 ? PlanText.NONE : Figures.percent((double) part / whole, digits);
    }
}
