package dev.berth.profiler.export;

import dev.berth.dataset.Energy;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Energy of one preload: a row for each model and cache state. */
final class EnergyTable {
    private static final List<Column> COLUMNS = List.of(
            Column.name("model"),
            Column.text("cache"),
            Column.text("from").asDetail(1),
            Column.figure("n"),
            Column.figure("processor J"),
            Column.figure("device J"));

    private EnergyTable() {}

    /** Empty where no counter told of any preload. */
    static Optional<TextTable> of(List<ModelProfile> models, String device, Reasons reasons) {
        List<ModelProfile> told = models.stream()
                .filter(profile -> profile.preload().stream().anyMatch(preload -> isTold(preload, device)))
                .toList();
        if (told.isEmpty()) {
            return Optional.empty();
        }
        TextTable table = new TextTable(COLUMNS);
        for (ModelProfile profile : told) {
            profile.preload().stream()
                    .filter(preload -> preload.device().equals(device))
                    .forEach(preload -> table.add(List.of(
                            profile.model().shownName(),
                            preload.tier().label(),
                            preload.reader(),
                            String.valueOf(preload.total().n()),
                            reasons.cell(preload.energy().processor(), EnergyTable::joules),
                            reasons.cell(preload.energy().device(), EnergyTable::joules))));
        }
        return Optional.of(table);
    }

    private static boolean isTold(Preload preload, String device) {
        return preload.device().equals(device)
                && (preload.energy().processor().optional().isPresent()
                        || preload.energy().device().optional().isPresent());
    }

    private static String joules(Energy.Spent spent) {
        return String.format(Locale.ROOT, "%.3g ± %.2g", spent.meanJoules(), spent.standardDeviationJoules());
    }
}
