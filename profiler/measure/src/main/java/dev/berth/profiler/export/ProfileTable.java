package dev.berth.profiler.export;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.DeviceRecord;
import dev.berth.dataset.Distribution;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.DeviceMemory;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.WeightProvenance;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.text.Figures;
import dev.berth.text.Page;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import dev.berth.text.VisibleText;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A dataset as the one table people look at, with the reasons for empty cells and the fitted lines below it. */
public final class ProfileTable {
    private static final double NOTABLE_DRIFT = 0.1;

    /** What the cache state beside it cannot have. */
    private static final String NONE = "–";

    private static final List<Column> COLUMNS = List.of(
            Column.name("model"),
            Column.text("format").asDetail(8),
            Column.figure("size").asDetail(1),
            Column.figure("device memory").asDetail(6),
            Column.text("cache"),
            Column.text("from").asDetail(4),
            Column.figure("n"),
            Column.figure("p50"),
            Column.figure("p90"),
            Column.figure("p99").asDetail(10),
            Column.figure("max").asDetail(9),
            Column.figure("GB/s"),
            Column.figure("% disk").asDetail(3),
            Column.figure("% link").asDetail(7),
            Column.text("bound by"),
            Column.figure("cold proven").asDetail(2));

    private final ProfileDataset dataset;

    public ProfileTable(ProfileDataset dataset) {
        this.dataset = dataset;
    }

    /**
     * Before anything is measured: whether its first table has the columns that were asked for.
     *
     * @throws dev.berth.text.UnknownColumnException where it has not
     */
    public static void requireColumns(Page page) {
        TextTable.require(COLUMNS, page);
    }

    /** For a terminal, a line each: the first table and what the user asked to be timed; a wide page has all. */
    public List<String> lines(Page page) {
        return render(new View(
                UnaryOperator.identity(),
                List.of(""),
                table -> table.lines(page),
                table -> table.lines(page.further()),
                line -> TextTable.wrapped(line, page.width()),
                page.wide()));
    }

    /** Escaped already: it goes into files and not through a console. */
    public String markdown() {
        Function<TextTable, List<String>> rendering = table -> List.of(table.markdown(), "");
        return String.join(
                "\n",
                render(new View(
                        VisibleText::of,
                        List.of(),
                        rendering,
                        rendering,
                        line -> List.of("- " + VisibleText.of(line).replace("<", "&lt;")),
                        true)));
    }

    /**
     * How it is laid out.
     *
     * @param whole whether what nobody asked for in particular is shown too
     */
    private record View(
            UnaryOperator<String> heading,
            List<String> beforeFurtherTable,
            Function<TextTable, List<String>> first,
            Function<TextTable, List<String>> further,
            Function<String, List<String>> remark,
            boolean whole) {}

    private List<String> render(View view) {
        Reasons reasons = new Reasons();
        List<String> lines = new ArrayList<>();
        for (DeviceRecord device : dataset.devices()) {
            if (dataset.devices().size() > 1) {
                lines.add(view.heading().apply(device.id() + ": " + device.name()));
            }
            if (dataset.models().stream()
                    .allMatch(profile ->
                            profile.preload().isEmpty() && !profile.engines().isEmpty())) {
                // Engines alone served: nothing was preloaded by itself.
                EngineTable.of(dataset.models(), device.id(), reasons)
                        .ifPresent(table -> lines.addAll(view.further().apply(table)));
                continue;
            }
            lines.addAll(view.first().apply(table(device.id(), reasons)));
            Stream.of(
                            view.whole()
                                    ? ReturnTable.of(dataset.models(), device.id(), reasons)
                                    : Optional.<TextTable>empty(),
                            ConcurrentTable.of(dataset.models(), device.id(), reasons),
                            EngineTable.of(dataset.models(), device.id(), reasons),
                            EnergyTable.of(dataset.models(), device.id(), reasons))
                    .flatMap(Optional::stream)
                    .forEach(table -> {
                        lines.addAll(view.beforeFurtherTable());
                        lines.addAll(view.further().apply(table));
                    });
        }
        Stream.concat(reasons.countAnew(lines).stream(), remarks(view.whole()).stream())
                .forEach(line -> lines.addAll(view.remark().apply(line)));
        return lines;
    }

    private TextTable table(String device, Reasons reasons) {
        TextTable table = new TextTable(COLUMNS);
        for (ModelProfile profile : dataset.models()) {
            List<Preload> onDevice = profile.preload().stream()
                    .filter(preload -> preload.device().equals(device))
                    .toList();
            if (onDevice.isEmpty()) {
                table.add(unmeasuredRow(profile, device, reasons));
            }
            onDevice.forEach(preload -> table.add(row(profile, preload, heldIn(device), reasons)));
        }
        return table;
    }

    /** What weights lie in that a device copies from: it pins none where its own memory is the host's. */
    private String heldIn(String device) {
        return dataset.devices().stream().anyMatch(one -> one.id().equals(device) && one.isProcessor())
                ? "host memory"
                : "pinned memory";
    }

    private static List<String> row(ModelProfile profile, Preload preload, String heldIn, Reasons reasons) {
        Distribution total = preload.total();
        List<String> cells = new ArrayList<>(head(profile, preload.device(), reasons));
        cells.addAll(List.of(
                preload.tier().label(),
                from(preload, heldIn),
                String.valueOf(total.n()),
                Figures.duration((double) total.p50Nanos()),
                reasons.cell(total.p90Nanos(), nanos -> Figures.duration((double) nanos)),
                reasons.cell(total.p99Nanos(), nanos -> Figures.duration((double) nanos)),
                Figures.duration((double) total.maxNanos()),
                preload.bytes() == 0 ? NONE : Figures.gigabytes(preload.bytesPerSecond()),
                preload.tier() == CacheTier.STORAGE_COLD
                        ? reasons.cell(preload.fractionOfDisk(), ProfileTable::percent)
                        : NONE,
                reasons.cell(preload.fractionOfLink(), ProfileTable::percent),
                preload.boundBy(),
                preload.tier() == CacheTier.STORAGE_COLD
                        ? total.n() + "/" + (total.n() + preload.unprovenRuns())
                        : NONE));
        return cells;
    }

    /** The reader; where no file is read, the memory that the weights were in. */
    private static String from(Preload preload, String heldIn) {
        return switch (preload.tier()) {
            case PINNED_WARM -> heldIn;
            case DEVICE_RESIDENT -> "the device";
            case STORAGE_COLD, PAGE_CACHE_WARM, UNPROVEN -> preload.reader();
        };
    }

    private static List<String> unmeasuredRow(ModelProfile profile, String device, Reasons reasons) {
        List<String> cells = new ArrayList<>(head(profile, device, reasons));
        while (cells.size() < COLUMNS.size()) {
            cells.add(reasons.absent("no run on " + device + " ended well and proved its tier"));
        }
        return cells;
    }

    private static List<String> head(ModelProfile profile, String device, Reasons reasons) {
        Reading<Long> memory = profile.deviceMemory().stream()
                .filter(measured -> measured.device().equals(device))
                .map(DeviceMemory::allocatedBytes)
                .findFirst()
                .orElseGet(() -> Reading.notSupported("not measured on " + device));
        return List.of(
                profile.model().shownName(),
                profile.model().format(),
                Figures.bytes(profile.model().storage().apparentBytes()),
                reasons.cell(memory, Figures::bytes));
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.0f", 100 * fraction);
    }

    /** @param whole with what a run tells at its end by itself, and with why there is no energy */
    private List<String> remarks(boolean whole) {
        Set<String> remarks = new LinkedHashSet<>();
        readerSettings().ifPresent(remarks::add);
        if (whole) {
            spread().ifPresent(remarks::add);
        }
        remarks.addAll(energy(whole));
        dataset.delayLines().forEach(line -> remarks.add(line.text()));
        if (whole) {
            listed("drift above 10 % from the first third of the runs to the last", this::notableDrift)
                    .ifPresent(remarks::add);
        }
        listed("failed runs left out", preload -> preload.failedRuns() == 0 ? "" : " " + preload.failedRuns())
                .ifPresent(remarks::add);
        Optional<String> madeUp = ProfileDataset.madeUp(dataset.models());
        madeUp.ifPresent(names -> remarks.add(WeightProvenance.LEGEND));
        dataset.notes().stream().filter(note -> !note.equals(madeUp.orElse(""))).forEach(remarks::add);
        preloads().forEach(preload -> remarks.addAll(preload.notes()));
        dataset.models()
                .forEach(profile -> profile.concurrent().forEach(concurrent -> remarks.addAll(concurrent.notes())));
        dataset.models()
                .forEach(profile -> profile.engines().forEach(engine -> remarks.addAll(remarks(profile, engine))));
        return List.copyOf(remarks);
    }

    private static List<String> remarks(ModelProfile profile, EngineProfile engine) {
        String served = engine.name() + ", " + engine.tier().label() + ", "
                + profile.model().name() + ": ";
        List<String> remarks = new ArrayList<>();
        engine.stepCost()
                .optional()
                .ifPresent(cost -> remarks.add(served + "a request takes "
                        + Figures.duration(cost.baseNanos().value()) + " ("
                        + Figures.duration(cost.baseNanos().low()) + " to "
                        + Figures.duration(cost.baseNanos().high()) + ") and "
                        + Figures.duration(cost.nanosPerStep().value()) + " ("
                        + Figures.duration(cost.nanosPerStep().low()) + " to "
                        + Figures.duration(cost.nanosPerStep().high()) + ") a " + cost.unit() + ", 95 % intervals, "
                        + cost.n() + " requests of " + cost.leastSteps() + " to " + cost.mostSteps()));
        engine.notes().forEach(note -> remarks.add(served + note));
        return remarks;
    }

    /** One line that names each preload for which there is something to say. */
    private Optional<String> listed(String what, Function<Preload, String> said) {
        List<String> named = new ArrayList<>();
        for (ModelProfile profile : dataset.models()) {
            for (Preload preload : profile.preload()) {
                String words = said.apply(preload);
                if (!words.isEmpty()) {
                    named.add(profile.model().shownName() + " " + preload.tier().label() + words);
                }
            }
        }
        return named.isEmpty() ? Optional.empty() : Optional.of(what + ": " + String.join(", ", named));
    }

    private String notableDrift(Preload preload) {
        return preload.drift()
                .optional()
                .filter(drift -> Math.abs(drift) > NOTABLE_DRIFT)
                .map(drift -> String.format(Locale.ROOT, " %+.0f %%", 100 * drift))
                .orElse("");
    }

    private Optional<String> readerSettings() {
        String settings = preloads()
                .filter(preload -> preload.tier().readsFiles())
                .map(preload -> preload.reader() + ": " + preload.threads()
                        + (preload.threads() == 1 ? " thread" : " threads") + ", reads of "
                        + Figures.bytes(preload.chunkBytes()))
                .distinct()
                .collect(Collectors.joining("; "));
        return settings.isEmpty() ? Optional.empty() : Optional.of(settings);
    }

    private Optional<String> spread() {
        DoubleSummaryStatistics spread =
                preloads().mapToDouble(Preload::coefficientOfVariation).summaryStatistics();
        return spread.getCount() == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "coefficient of variation of the runs: %.1f %% to %.1f %%",
                        100 * spread.getMin(),
                        100 * spread.getMax()));
    }

    /** What is in the joules of the tables, and what was drawn without a preload; why there are none. */
    private List<String> energy(boolean whole) {
        List<String> lines = new ArrayList<>();
        if (preloads()
                .anyMatch(preload -> preload.energy().processor().optional().isPresent())) {
            lines.add("processor J: a preload's mean ± standard deviation over the runs, of all processor packages and"
                    + " all that ran on them, their memory left out"
                    + idle(dataset.instrument().idle().processorWatts()));
        }
        if (preloads().anyMatch(preload -> preload.energy().device().optional().isPresent())) {
            lines.add("device J: the same of the whole device, its memory included"
                    + idle(dataset.instrument().idle().deviceWatts()));
        }
        if (whole && lines.isEmpty()) {
            preloads()
                    .map(Preload::energy)
                    .map(energy ->
                            "no energy: " + energy.processor().whyAbsent().orElseThrow() + "; "
                                    + energy.device().whyAbsent().orElseThrow())
                    .filter(line -> !line.contains(Require.UNRECORDED))
                    .distinct()
                    .limit(2)
                    .forEach(lines::add);
        }
        return lines;
    }

    private static String idle(Reading<Double> watts) {
        return watts.optional()
                .map(drawn -> String.format(Locale.ROOT, "; %.1f W were drawn before the session", drawn))
                .orElse("");
    }

    private Stream<Preload> preloads() {
        return dataset.models().stream().flatMap(profile -> profile.preload().stream());
    }
}
