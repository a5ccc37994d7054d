package dev.berth.optimizer.report.section;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Ceiling;
import dev.berth.dataset.Distribution;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.MachineRecord;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.PreloadSetting;
import dev.berth.dataset.ProfileDataset;
import dev.berth.optimizer.document.ComparisonFile.Case;
import dev.berth.optimizer.document.ComparisonFile.Kind;
import dev.berth.optimizer.document.ComparisonFile.Row;
import dev.berth.optimizer.document.Document;
import dev.berth.optimizer.document.FleetFile;
import dev.berth.optimizer.document.ModelPlan;
import dev.berth.optimizer.document.NanoCost;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.report.fleet.FleetSection;
import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.report.page.Part;
import dev.berth.optimizer.report.page.Part.Quote;
import dev.berth.optimizer.report.page.Table;
import dev.berth.optimizer.report.page.Table.Column;
import dev.berth.statistics.OrderStatistics;
import dev.berth.text.Figures;
import dev.berth.text.ShellWords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The answer in two sentences, figures that a person can quote, and the machine in one line. */
final class Opening {
    private static final int MOST_QUOTES = 4;
    private static final String ALL_CLOUD = "than sending every request to the cloud";

    private final List<String> sentences = new ArrayList<>();
    private final List<Quote> quotes = new ArrayList<>();

    /** Where there are not enough others. */
    private final List<Quote> further = new ArrayList<>();

    private Opening() {}

    static List<Part> parts(Folder folder, List<Measured> datasets) {
        Opening opening = new Opening();
        List<Part> parts = new ArrayList<>();
        Optional<PlanFile> plan = folder.plans().stream().map(Found::document).findFirst();
        plan.ifPresent(opening::plan);
        Optional<FleetFile> fleet =
                folder.fleets().stream().map(Found::document).findFirst().filter(each -> plan.isEmpty());
        fleet.ifPresent(each -> {
            opening.sentences.add(FleetSection.sentence(each));
            opening.quotes.addAll(FleetSection.quotes(each));
        });
        folder.outdated().forEach(line -> parts.add(new Part.Caution(line)));
        // The answer is of one dataset: that of the plan.
        Optional<Measured> measured = datasets.stream()
                .filter(each -> plan.<Document>map(made -> made)
                        .or(() -> fleet)
                        .flatMap(folder::datasetOf)
                        .map(Found::document)
                        .filter(each.dataset()::equals)
                        .isPresent())
                .findFirst()
                .or(() -> datasets.stream().findFirst());
        measured.ifPresent(opening::dataset);
        if (opening.sentences.isEmpty()) {
            // What nothing is varied in tells more than the first value of a sweep.
            Stream.concat(
                            folder.comparisons().stream()
                                    .map(found -> found.document().cases()),
                            folder.studies().stream()
                                    .map(found -> found.document().cases()))
                    .min(Comparator.comparingInt(cases -> Math.min(2, cases.size())))
                    .ifPresent(opening::methods);
        }
        if (opening.sentences.isEmpty()) {
            folder.furtherStudies().stream()
                    .flatMap(found -> found.document().answer().stream())
                    .forEach(opening.sentences::add);
        }
        opening.quotes.addAll(opening.further);
        List<String> decided = Stream.concat(folder.plans().stream(), folder.fleets().stream())
                .map(Found::name)
                .toList();
        List<String> chosen = new ArrayList<>();
        if (decided.size() > 1) {
            chosen.add("of " + decided.size() + " plans here, the first, " + decided.get(0));
        }
        if (datasets.size() > 1) {
            measured.ifPresent(each -> chosen.add("of " + datasets.size() + " datasets, " + each.heading()));
        }
        parts.add(new Part.Paragraph(sentence(chosen)
                + String.join(" ", opening.sentences.stream().limit(2).toList())));
        parts.add(new Part.Quotes(opening.quotes.stream().limit(MOST_QUOTES).toList()));
        if (decided.size() > 1) {
            parts.add(decided(folder));
        }
        Map<String, List<String>> machines = new LinkedHashMap<>();
        datasets.forEach(each -> machines.computeIfAbsent(machine(each.dataset()), key -> new ArrayList<>())
                .add(each.heading()));
        machines.forEach((machine, of) -> parts.add(new Part.Note(of(String.join(", ", of)) + machine)));
        datasets.forEach(each -> parts.add(new Part.Note(of(each.heading()) + ceilings(each.dataset()))));
        Keeping.table(folder, datasets).ifPresent(parts::add);
        return parts;
    }

    private static String of(String heading) {
        return heading.isEmpty() ? "" : heading + ": ";
    }

    /** What the sentences are of, where they could be of others too. */
    private static String sentence(List<String> chosen) {
        String all = String.join("; ", chosen);
        return all.isEmpty() ? "" : all.substring(0, 1).toUpperCase(Locale.ROOT) + all.substring(1) + ": ";
    }

    /** A row a plan or fleet: an answer each. */
    private static Table decided(Folder folder) {
        Table table = new Table(
                "decided-table",
                "Every plan here",
                "Planned costs in the unit of each scenario's prices; those of different scenarios do not compare."
                        + " Saved: against sending every request to the cloud.",
                ShellWords.told("berth " + ShellWords.of("report", folder.root())),
                List.of(
                        Column.text("file", "file"),
                        Column.figure("saved", "saved"),
                        Column.figure("servers", "servers"),
                        Column.figure("models kept", "kept_models"),
                        Column.figure("planned cost", "total_nano_cost"),
                        Column.figure("all-cloud", "all_cloud_nano_cost")));
        for (Found<PlanFile> found : folder.plans()) {
            PlanFile plan = found.document();
            List<ModelPlan> models = models(plan);
            table.add(
                    "",
                    "",
                    decided(
                            found,
                            plan.perServer().size(),
                            new Cell(
                                    distinct(models, Residency.STORED) + " of " + distinct(models, Residency.ABSENT),
                                    String.valueOf(distinct(models, Residency.STORED)),
                                    ""),
                            plan.cost().totalNanoCost(),
                            plan.allCloudCost().optional().map(NanoCost::totalNanoCost)));
        }
        for (Found<FleetFile> found : folder.fleets()) {
            FleetFile fleet = found.document();
            table.add(
                    "",
                    "",
                    decided(
                            found,
                            fleet.servers(),
                            Cell.none("each server's in plans/"),
                            fleet.cost().totalNanoCost(),
                            Optional.of(fleet.allCloudNanoCost())));
        }
        return table;
    }

    private static List<Cell> decided(Found<?> found, int servers, Cell kept, long cost, Optional<Long> cloud) {
        return List.of(
                Cell.text(found.name()),
                cloud.filter(all -> all > 0)
                        .map(all -> Cell.share(1 - (double) cost / (double) all))
                        .orElse(Cell.none("all-cloud was not planned, or costs nothing")),
                Cell.count(servers),
                kept,
                Cell.cost(cost),
                cloud.map(Cell::cost).orElse(Cell.none("all-cloud was not planned")));
    }

    private static List<ModelPlan> models(PlanFile plan) {
        return plan.perServer().stream()
                .flatMap(server -> server.models().stream())
                .toList();
    }

    private void plan(PlanFile plan) {
        List<ModelPlan> models = models(plan);
        long all = distinct(models, Residency.ABSENT);
        long kept = distinct(models, Residency.STORED);
        long loaded = distinct(models, Residency.LOADED);
        String keep = (all == 1
                        ? (kept == 0 ? "Do not keep this model" : "Keep this model")
                        : "Keep " + (kept == 0 ? "none" : kept) + " of these " + all + " models")
                + (plan.namesServers() ? " at one or more of " + plan.servers().size() + " servers" : " here")
                + (kept == 0
                        ? ""
                        : ", "
                                + (loaded == 0
                                        ? "on storage only"
                                        : (all == 1 ? "" : inMemory(kept, loaded) + " ")
                                                + "in device memory while in demand"));
        Optional<NanoCost> cloud = plan.allCloudCost().optional().filter(cost -> cost.totalNanoCost() > 0);
        if (cloud.isPresent()) {
            double saved =
                    1 - plan.cost().totalNanoCost() / (double) cloud.get().totalNanoCost();
            String than = Cell.percent(Math.abs(saved)) + (saved < 0 ? " more" : " less");
            sentences.add(keep + "; planned, that costs " + than + " " + ALL_CLOUD + ".");
            quotes.add(new Quote(than, ALL_CLOUD, "planned cost, expected demand of " + Words.slots(plan)));
        } else {
            sentences.add(keep + ".");
        }
        quotes.add(
                new Quote(kept + " of " + all, "models are kept at some time", loaded + " of them in device memory"));
        double total = plan.cost().totalNanoCost();
        if (total > 0) {
            sentences.add("Of the plan's cost " + Cell.percent(plan.cost().delayNanoCost() / total)
                    + " is for requests that wait, " + Cell.percent(plan.cost().resourcesNanoCost() / total)
                    + " for storage and memory, " + Cell.percent(plan.cost().switchingNanoCost() / total)
                    + " for switching.");
            further.add(new Quote(
                    Cell.percent(plan.cost().delayNanoCost() / total),
                    "of the plan's cost is for requests that wait",
                    "expected demand of " + Words.slots(plan)));
            further.add(new Quote(
                    Cell.percent(plan.cost().switchingNanoCost() / total),
                    "of the plan's cost is for switching",
                    models.stream()
                                    .mapToLong(model -> model.stretches().size() - 1L)
                                    .sum() + " changes in " + plan.slots() + " slots"));
        }
    }

    /** Where nothing but methods was held against each other. */
    private void methods(List<Case> cases) {
        Case first = cases.get(0);
        Optional<Row> best = cheapest(first, row -> row.kind() != Kind.BASELINE);
        if (best.isEmpty()) {
            return;
        }
        String of = "of " + first.rows().size() + " methods"
                + (first.settings().isEmpty()
                        ? ""
                        : ", at "
                                + first.settings().stream()
                                        .map(setting -> setting.parameter() + " " + Figures.plain(setting.value()))
                                        .collect(Collectors.joining(", ")));
        sentences.add(best.get().name() + " costs least in simulation " + of + ": " + beside(best.get()) + " "
                + ALL_CLOUD + ".");
        quotes.add(
                new Quote(beside(best.get()), ALL_CLOUD + ", by " + best.get().name(), "in simulation, " + of));
        cheapest(first, row -> row.kind() == Kind.POLICY).ifPresent(policy -> {
            sentences.add("The cheapest online policy, which sees the past alone, is " + policy.name() + ": "
                    + beside(policy) + " " + ALL_CLOUD + ".");
            quotes.add(
                    new Quote(beside(policy), ALL_CLOUD + ", by the online policy " + policy.name(), "in simulation"));
        });
        quotes.add(new Quote(
                String.valueOf(first.rows().size()), "methods on the same requests", first.models() + " models"));
        if (cases.size() > 1) {
            quotes.add(new Quote(
                    String.valueOf(cases.size()), "combinations of swept values", "every method on each of them"));
        }
    }

    private static Optional<Row> cheapest(Case first, Predicate<Row> wanted) {
        return first.rows().stream()
                .filter(wanted)
                .min(Comparator.comparingDouble(row -> row.simulatedNanoCost().mean()));
    }

    private static String beside(Row row) {
        return row.saved()
                .optional()
                .map(saved -> Cell.percent(Math.abs(saved.mean())) + (saved.mean() < 0 ? " more" : " less")
                        + " than all-cloud")
                .orElse("no less");
    }

    /** Models that are kept so at some time at some server. */
    private static long distinct(List<ModelPlan> models, Residency least) {
        return models.stream()
                .filter(model -> Keeping.reaches(model, least))
                .map(ModelPlan::name)
                .distinct()
                .count();
    }

    private void dataset(Measured measured) {
        // Beside a plan's own sentence stands what it rests on.
        while (sentences.size() > 1) {
            sentences.remove(1);
        }
        List<ModelProfile> models = measured.bySize();
        if (models.isEmpty()) {
            sentences.add("The dataset holds no models.");
            return;
        }
        long least = models.get(0).model().weightBytes();
        long most = models.get(models.size() - 1).model().weightBytes();
        String range = models.size() == 1
                ? "One model of " + Figures.bytes(least)
                : models.size() + " models of " + range(Figures.bytes(least), Figures.bytes(most));
        Optional<PreloadSetting> slowest = measured.settings().stream()
                .filter(setting -> setting.tier() != CacheTier.DEVICE_RESIDENT)
                .min(Comparator.comparing(PreloadSetting::tier).thenComparing(Comparator.naturalOrder()));
        if (slowest.isEmpty()) {
            served(models, range);
        } else {
            loads(measured, slowest.get(), range);
        }
        totals(models);
    }

    private static String inMemory(long kept, long loaded) {
        return loaded < kept ? loaded + " of them" : kept == 1 ? "it" : "all of them";
    }

    /** {@code 4.4 times as long}, or {@code as long} where that is what it comes to. */
    private static String times(double times) {
        String shown = String.format(Locale.ROOT, "%.1f", times);
        return shown.equals("1.0") ? "as long" : shown + " times as long";
    }

    private void loads(Measured measured, PreloadSetting slowest, String range) {
        List<Measured.Load> loads = measured.loads(slowest);
        List<Long> medians = loads.stream()
                .map(load -> load.preload().total().p50Nanos())
                .sorted()
                .toList();
        String delays = range(
                Figures.duration((double) medians.get(0)), Figures.duration((double) medians.get(medians.size() - 1)));
        String runs = Words.n(
                loads.stream().map(load -> (long) load.preload().total().n()).toList());
        String from = Words.from(slowest.tier());
        double[] longer = longer(slowest, loads);
        Optional<Double> warmer = longer.length == 0 ? Optional.empty() : Optional.of(OrderStatistics.median(longer));
        sentences.add(range + (loads.size() == 1 ? " takes " : " take ") + delays + " to load " + from + " into "
                + slowest.device() + " memory"
                + warmer.map(times -> ", " + times(times) + " as when the system still has the file in memory")
                        .orElse("")
                + ".");
        quotes.add(new Quote(delays, "to load a model " + from, "medians of " + runs + " runs a model"));
        double[] shares = loads.stream()
                .flatMap(load -> load.preload().fractionOfDisk().optional().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        if (shares.length > 0) {
            quotes.add(new Quote(
                    Cell.percent(OrderStatistics.median(shares)),
                    "of the disk's own speed is reached, loading " + from,
                    "median over " + Words.models(shares.length) + "; direct reads of the same files, same session"));
        }
        warmer.ifPresent(times -> further.add(
                0,
                new Quote(
                        String.format(Locale.ROOT, "%.1f ×", times),
                        "as long as when the system still has the file in memory",
                        "median over " + Words.models(longer.length))));
    }

    /** Of models that were served alone, and not loaded by themselves. */
    private void served(List<ModelProfile> models, String range) {
        List<Distribution> ready = models.stream()
                .flatMap(model -> model.engines().stream())
                .map(EngineProfile::ready)
                .sorted(Comparator.comparingLong(Distribution::p50Nanos))
                .toList();
        if (ready.isEmpty()) {
            sentences.add(range + (models.size() == 1 ? " was" : " were") + " measured, no load among them.");
            return;
        }
        String delays = range(Figures.duration((double) ready.get(0).p50Nanos()), Figures.duration((double)
                ready.get(ready.size() - 1).p50Nanos()));
        sentences.add(
                "An engine that serves " + (models.size() == 1 ? "a model" : "one of " + models.size() + " models")
                        + " takes " + delays + " from its start until it is ready.");
        quotes.add(new Quote(
                delays,
                "until an engine is ready",
                "medians of "
                        + Words.n(ready.stream().map(times -> (long) times.n()).toList()) + " starts"));
    }

    private void totals(List<ModelProfile> models) {
        long storage = models.stream()
                .mapToLong(model -> model.model().storage().apparentBytes())
                .sum();
        double memory = models.stream()
                .flatMap(model -> model.deviceMemory().stream().limit(1))
                .map(StorageAndMemory::taken)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sum();
        String all = models.size() + (models.size() == 1 ? " model" : " models together");
        if (memory > 0) {
            quotes.add(new Quote(
                    Figures.bytes(Math.round(memory)),
                    "of device memory to keep all of them loaded",
                    "medians, " + all));
        }
        quotes.add(new Quote(Figures.bytes(storage), "of storage for all of them", all));
        if (sentences.size() == 1) {
            sentences.add((models.size() == 1 ? "It needs " : "Together they need ")
                    + Figures.bytes(storage) + " of storage"
                    + (memory > 0 ? " and " + Figures.bytes(Math.round(memory)) + " of device memory" : "") + ".");
        }
    }

    /** {@code 1.42 to 65.0 ms}: a unit that both share is told once. */
    private static String range(String least, String most) {
        String unit = most.substring(most.lastIndexOf(' ') + 1);
        if (least.equals(most)) {
            return most;
        }
        return (least.endsWith(" " + unit) ? least.substring(0, least.lastIndexOf(' ')) : least) + " to " + most;
    }

    /** How many times as long as from the page cache on the same device, of each model that has both. */
    private static double[] longer(PreloadSetting slow, List<Measured.Load> loads) {
        if (slow.tier() != CacheTier.STORAGE_COLD) {
            return new double[0];
        }
        return loads.stream()
                .flatMapToDouble(load -> load.profile().preload().stream()
                        .filter(other -> other.tier() == CacheTier.PAGE_CACHE_WARM
                                && other.device().equals(slow.device())
                                && other.total().p50Nanos() > 0)
                        .limit(1)
                        .mapToDouble(warm -> load.preload().total().p50Nanos()
                                / (double) warm.total().p50Nanos()))
                .toArray();
    }

    static String machine(ProfileDataset dataset) {
        MachineRecord machine = dataset.machine();
        List<String> words = new ArrayList<>();
        words.add(machine.cpu().model().optional().orElse("processor not named")
                + machine.cpu()
                        .logicalCores()
                        .optional()
                        .map(cores -> ", " + cores + " processors")
                        .orElse(""));
        words.add(machine.memory().totalBytes().optional().map(Figures::bytes).orElse("unknown") + " memory");
        words.add("disk "
                + machine.storage().blockDevice().optional().orElse("not named")
                + machine.storage()
                        .blockDeviceModel()
                        .optional()
                        .map(model -> " (" + model + ")")
                        .orElse("")
                + ", " + machine.storage().fileSystem().optional().orElse("file system not named"));
        words.add(
                machine.gpus().isEmpty()
                        ? "no GPU"
                        : machine.gpus().stream()
                                .map(gpu -> gpu.name().optional().orElse("GPU not named")
                                        + gpu.memoryBytes()
                                                .optional()
                                                .map(bytes -> ", " + Figures.bytes(bytes))
                                                .orElse(""))
                                .collect(Collectors.joining(" and ")));
        machine.container().virtualization().optional().ifPresent(layer -> words.add("virtualised by " + layer));
        return "Machine: " + String.join("; ", words) + "; kernel "
                + machine.os().kernel().optional().orElse("not told") + "; last run " + dataset.createdUtc() + ".";
    }

    private static String ceilings(ProfileDataset dataset) {
        Map<Ceiling.Kind, List<Ceiling>> kinds = new LinkedHashMap<>();
        dataset.ceilings().stream()
                .sorted(Comparator.comparing(Ceiling::kind))
                .forEach(each -> kinds.computeIfAbsent(each.kind(), key -> new ArrayList<>())
                        .add(each));
        if (kinds.isEmpty()) {
            return "Ceilings: none were measured.";
        }
        return "Ceilings in the same session: "
                + kinds.entrySet().stream()
                        .map(entry -> entry.getKey().label() + " " + rates(entry.getValue()))
                        .collect(Collectors.joining("; "))
                + ".";
    }

    private static String rates(List<Ceiling> ceilings) {
        List<Double> rates =
                ceilings.stream().map(Ceiling::bytesPerSecond).sorted().toList();
        String least = Cell.rate(rates.get(0)).shown();
        String most = Cell.rate(rates.get(rates.size() - 1)).shown();
        return least.equals(most) ? most : least.replace(" GB/s", "") + " to " + most;
    }
}
