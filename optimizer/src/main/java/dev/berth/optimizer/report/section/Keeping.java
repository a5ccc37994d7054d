package dev.berth.optimizer.report.section;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Distribution;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.PreloadSetting;
import dev.berth.dataset.Vocabulary;
import dev.berth.dataset.WeightProvenance;
import dev.berth.optimizer.document.ModelPlan;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.ServerPlan;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.report.chart.Colour;
import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.report.page.Cell.Piece;
import dev.berth.optimizer.report.page.Table;
import dev.berth.optimizer.report.page.Table.Column;
import dev.berth.text.VisibleText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A row a model: what it takes, how long it loads, and what the plan does with it. */
final class Keeping {
    private static final List<CacheTier> TIERS = List.of(CacheTier.STORAGE_COLD, CacheTier.PAGE_CACHE_WARM);

    /**
     * A row before it is written.
     *
     * @param storage bytes
     * @param memory bytes, null where they are not known
     * @param loads medians by tier, in nanoseconds
     * @param ready median from an engine's start until it is ready, in nanoseconds, null where none served
     * @param request median of a later request, in nanoseconds, null where none was asked
     * @param stays the same model at each server of its plan; empty where there is none
     */
    private record Line(
            String dataset,
            String model,
            WeightProvenance weights,
            double storage,
            Double memory,
            Map<CacheTier, Double> loads,
            Double ready,
            Double request,
            List<ModelPlan> stays) {
        double share(Residency residency) {
            return Keeping.share(stays, residency);
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private final List<Long> runs = new ArrayList<>();
    private final List<String> made = new ArrayList<>();
    private boolean planned;

    private Keeping() {}

    /** Empty where there is no model. */
    static Optional<Table> table(Folder folder, List<Measured> datasets) {
        Keeping keeping = new Keeping();
        for (int i = 0; i < datasets.size(); i++) {
            Found<?> found = folder.datasets().get(i);
            keeping.measured(
                    datasets.get(i),
                    folder.plans().stream()
                            .map(Found::document)
                            .filter(plan -> folder.datasetOf(plan)
                                    .filter(dataset -> dataset.file().equals(found.file()))
                                    .isPresent())
                            .findFirst());
        }
        if (datasets.isEmpty()) {
            folder.plans().stream().findFirst().ifPresent(plan -> keeping.planned(plan.document()));
        }
        return keeping.lines.isEmpty() ? Optional.empty() : Optional.of(keeping.table(datasets.size() > 1));
    }

    private void measured(Measured measured, Optional<PlanFile> plan) {
        plan.ifPresent(this::madeBy);
        String device = measured.settings().stream()
                .map(PreloadSetting::device)
                .filter(id -> !id.equals(Vocabulary.HOST))
                .findFirst()
                .orElse(Vocabulary.HOST);
        for (ModelProfile profile : measured.bySize()) {
            Map<CacheTier, Double> loads = new EnumMap<>(CacheTier.class);
            for (CacheTier tier : TIERS) {
                profile.preload().stream()
                        .filter(preload ->
                                preload.tier() == tier && preload.device().equals(device))
                        .map(ModelProfile.Preload::total)
                        .min(Comparator.comparingLong(Distribution::p50Nanos))
                        .ifPresent(total -> {
                            loads.put(tier, (double) total.p50Nanos());
                            runs.add((long) total.n());
                        });
            }
            Optional<Double> memory = profile.deviceMemory().stream()
                    .sorted(Comparator.comparing(taken -> !taken.device().equals(device)))
                    .flatMap(taken -> Stream.ofNullable(StorageAndMemory.taken(taken)))
                    .findFirst();
            lines.add(new Line(
                    measured.heading(),
                    profile.model().name(),
                    profile.model().provenance(),
                    (double) profile.model().storage().apparentBytes(),
                    memory.orElse(null),
                    loads,
                    quickest(profile, engine -> Optional.of(engine.ready())),
                    quickest(profile, engine -> engine.later().optional()),
                    plan.map(each -> stays(each, profile.model().name())).orElse(List.of())));
        }
        made.add(0, measured.made());
    }

    private static Double quickest(ModelProfile profile, Function<EngineProfile, Optional<Distribution>> times) {
        return profile.engines().stream()
                .flatMap(engine -> times.apply(engine).stream())
                .map(time -> (double) time.p50Nanos())
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private void planned(PlanFile plan) {
        madeBy(plan);
        for (ModelPlan model : plan.perServer().get(0).models()) {
            lines.add(new Line(
                    "",
                    model.name(),
                    model.provenance(),
                    (double) model.storageBytes(),
                    (double) model.memoryBytes(),
                    Map.of(),
                    null,
                    null,
                    stays(plan, model.name())));
        }
    }

    private void madeBy(PlanFile plan) {
        planned = true;
        made.add(Plans.made(plan));
    }

    private static List<ModelPlan> stays(PlanFile plan, String model) {
        return plan.perServer().stream()
                .map(ServerPlan::models)
                .flatMap(List::stream)
                .filter(each -> each.name().equals(model))
                .toList();
    }

    /** Whether a model is kept so at some time, or better. */
    static boolean reaches(ModelPlan model, Residency least) {
        return model.stretches().stream()
                .anyMatch(stretch -> stretch.residency().compareTo(least) >= 0);
    }

    /** The part of all slots in which a model is kept so. */
    private static double share(List<ModelPlan> stays, Residency residency) {
        return (double) slots(stays, residency) / Math.max(1, slots(stays, null));
    }

    private static long slots(List<ModelPlan> stays, Residency residency) {
        return stays.stream()
                .flatMap(stay -> stay.stretches().stream())
                .filter(stretch -> residency == null || stretch.residency() == residency)
                .mapToLong(ModelPlan.Stretch::slots)
                .sum();
    }

    private boolean hosts() {
        return lines.stream().flatMap(line -> line.stays().stream()).anyMatch(stay -> stay.hosting() != null);
    }

    private Table table(boolean several) {
        List<CacheTier> tiers = TIERS.stream()
                .filter(tier -> lines.stream().anyMatch(line -> line.loads().containsKey(tier)))
                .toList();
        List<Column> columns = new ArrayList<>(List.of(Column.text("model", "model")));
        if (several) {
            columns.add(Column.text("dataset", "dataset"));
        }
        if (planned) {
            columns.add(Column.text("where the plan keeps it, over its time", "plan"));
        }
        columns.add(Column.figure("on storage", "storage_bytes"));
        columns.add(Column.figure("in memory", "memory_bytes"));
        tiers.forEach(tier -> columns.add(Column.figure(
                "to load, " + Words.from(tier), tier.name().toLowerCase(java.util.Locale.ROOT) + "_p50_nanos")));
        boolean served = lines.stream().anyMatch(line -> line.ready() != null);
        boolean asked = lines.stream().anyMatch(line -> line.request() != null);
        if (served) {
            columns.add(Column.figure("until an engine is ready", "ready_p50_nanos"));
        }
        if (asked) {
            columns.add(Column.figure("a request", "request_p50_nanos"));
        }
        columns.add(Column.text("weights", "weights"));
        Table table = new Table(
                "model-table",
                planned ? "What each model costs, and what to do with it" : "What each model costs",
                (planned
                                ? "Green: in device memory; " + (hosts() ? "orange: in host memory; " : "")
                                        + "blue: on storage, loaded when asked for; grey: not kept, the"
                                        + " cloud serves it or it is fetched. "
                                : "")
                        + "Lines under figures: against the largest of their column."
                        + (runs.isEmpty() ? "" : " Delays are medians, " + Words.n(runs) + " runs each."),
                String.join("; ", made.stream().distinct().toList()),
                columns);
        List<Line> ordered = planned
                ? lines.stream()
                        .sorted(Comparator.comparing((Line line) -> line.stays().isEmpty())
                                .thenComparingDouble(line -> -line.share(Residency.LOADED))
                                .thenComparingDouble(line -> line.share(Residency.ABSENT)))
                        .toList()
                : lines;
        for (Line line : ordered) {
            List<Cell> cells = new ArrayList<>(List.of(Cell.text(line.model())));
            if (several) {
                cells.add(Cell.text(line.dataset()));
            }
            if (planned) {
                cells.add(line.stays().isEmpty() ? Cell.none("no plan was made for it") : kept(line.stays()));
            }
            cells.add(figure(
                    Cell.bytes(Math.round(line.storage())), line.storage(), most(Line::storage), Colour.STORAGE));
            cells.add(
                    line.memory() == null
                            ? Cell.none("not told by the device")
                            : figure(
                                    Cell.bytes(Math.round(line.memory())),
                                    line.memory(),
                                    most(each -> each.memory() == null ? 0 : each.memory()),
                                    Colour.MEMORY));
            for (CacheTier tier : tiers) {
                Double nanos = line.loads().get(tier);
                cells.add(
                        nanos == null
                                ? Cell.none("not measured")
                                : figure(
                                        Cell.nanos(nanos),
                                        nanos,
                                        most(each -> each.loads().getOrDefault(tier, 0.0)),
                                        Colour.of(tier)));
            }
            if (served) {
                cells.add(line.ready() == null ? Cell.none("no engine served it") : Cell.nanos(line.ready()));
            }
            if (asked) {
                cells.add(line.request() == null ? Cell.none("no engine was asked") : Cell.nanos(line.request()));
            }
            cells.add(Cell.text(line.weights().label()));
            table.add(VisibleText.of(line.model()), "", cells);
        }
        return table;
    }

    private double most(java.util.function.ToDoubleFunction<Line> of) {
        return lines.stream().mapToDouble(of).max().orElse(0);
    }

    private static Cell figure(Cell cell, double value, double most, Colour colour) {
        return cell.with(List.of(new Piece(colour, most > 0 ? value / most : 0)));
    }

    private static Cell kept(List<ModelPlan> stays) {
        return Cell.text(stays.size() == 1 ? atOne(stays) : atServers(stays)).with(strip(stays));
    }

    private static String atOne(List<ModelPlan> stays) {
        List<String> words = new ArrayList<>();
        for (Residency residency : List.of(Residency.LOADED, Residency.HOSTED, Residency.STORED, Residency.ABSENT)) {
            double share = share(stays, residency);
            if (share == 1) {
                return Words.place(residency) + (residency == Residency.ABSENT ? "" : " all the time");
            }
            if (share > 0) {
                words.add(Words.place(residency) + " " + Cell.percent(share));
            }
        }
        return String.join(", ", words);
    }

    private static String atServers(List<ModelPlan> stays) {
        long loaded =
                stays.stream().filter(stay -> reaches(stay, Residency.LOADED)).count();
        long kept =
                stays.stream().filter(stay -> reaches(stay, Residency.STORED)).count();
        return kept == 0
                ? "kept at none of " + stays.size() + " servers"
                : "kept at " + kept + " of " + stays.size() + " servers"
                        + (loaded == 0 ? "" : ", in memory at " + loaded);
    }

    /** One server's time from left to right; of several the parts of their time. */
    private static List<Piece> strip(List<ModelPlan> stays) {
        if (stays.size() > 1) {
            return Stream.of(Residency.LOADED, Residency.HOSTED, Residency.STORED, Residency.ABSENT)
                    .map(residency -> new Piece(Colour.of(residency), share(stays, residency)))
                    .toList();
        }
        double slots = (double) slots(stays, null);
        return stays.get(0).stretches().stream()
                .map(stretch -> new Piece(Colour.of(stretch.residency()), stretch.slots() / slots))
                .toList();
    }
}
