package dev.berth.optimizer.report.section;

import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.RawKinds;
import dev.berth.kind.FileKind;
import dev.berth.kind.FileKinds;
import dev.berth.kind.RecordKind;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.Document;
import dev.berth.optimizer.document.FleetFile;
import dev.berth.optimizer.document.Origin;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.SimulationFile;
import dev.berth.optimizer.report.ComparedCsv;
import dev.berth.optimizer.report.StudyFile;
import dev.berth.optimizer.report.fleet.FleetSummary;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.text.ShellWords;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All of Berth's files in a folder and below it, told by their content. */
final class Folder {
    private static final int DEPTH = 4;

    /** Names that commands give their files unless told otherwise. */
    private static final Set<String> USUAL =
            Set.of("profiles.json", "plan.json", "comparison.json", "simulation.json", FleetFile.NAME);

    /** A folder's own plan is told of before those of folders in it, and that of the usual name before others. */
    private static final Comparator<Path> NEAREST_FIRST = Comparator.comparingInt(Path::getNameCount)
            .thenComparing(file -> !USUAL.contains(file.getFileName().toString()))
            .thenComparing(Comparator.naturalOrder());

    /** More than a page can show. */
    private static final int MOST_FILES = 400;

    /** Where {@code berth paper} puts its tables, below the folder of the paper. */
    private static final Path DATA = Path.of("data");

    /** Where {@code berth run} keeps what was there before. */
    private static final String EARLIER = "earlier-";

    /** Files of these names in one folder were made together. */
    private static final List<String> TOGETHER = List.of("plan.json", "comparison.json", "simulation.json");

    private static final RecordKind<ProfileDataset> DATASET = kind("dataset", ProfileDataset.class);
    private static final RecordKind<PlanFile> PLAN = kind("plan", PlanFile.class);
    private static final RecordKind<SimulationFile> SIMULATION = kind("simulation", SimulationFile.class);
    private static final RecordKind<ComparisonFile> COMPARISON = kind("comparison", ComparisonFile.class);
    private static final RecordKind<FleetFile> FLEET = kind("fleet", FleetFile.class);
    private static final FileKinds KINDS = new FileKinds(
            Stream.concat(Stream.<FileKind>of(DATASET, PLAN, SIMULATION, COMPARISON, FLEET), RawKinds.ALL.stream())
                    .toList());

    private final Path root;
    private final List<Found<ProfileDataset>> datasets = new ArrayList<>();
    private final List<Found<PlanFile>> plans = new ArrayList<>();
    private final List<Found<SimulationFile>> simulations = new ArrayList<>();
    private final List<Found<ComparisonFile>> comparisons = new ArrayList<>();
    private final List<Found<ComparedCsv>> studies = new ArrayList<>();
    private final List<Found<StudyFile>> furtherStudies = new ArrayList<>();
    private final List<Found<FleetFile>> fleets = new ArrayList<>();

    /** One a fleet. */
    private final List<FleetSummary> summaries = new ArrayList<>();

    private final List<Found<RawFolder>> sessions = new ArrayList<>();
    private final Map<String, Path> scenarios = new TreeMap<>();

    private Folder(Path root) {
        this.root = root;
    }

    /**
     * Reads a folder.
     *
     * @param remarks told of files that are left out, a line each
     * @throws BadInputException where it holds neither a dataset nor anything made from one; where a file of Berth's
     *     cannot be read; where a document was made from another dataset than those that are there, or two that lie
     *     beside each other from different scenarios
     */
    static Folder read(Path root, Consumer<String> remarks) {
        Folder folder = new Folder(root);
        List<Path> files = folder.files();
        for (Path file : files) {
            folder.add(file, remarks);
        }
        folder.requireDatasets();
        folder.requireScenarios();
        if (!folder.studies.isEmpty() || !folder.furtherStudies.isEmpty()) {
            return folder;
        }
        if (folder.datasets.isEmpty() && folder.documents().isEmpty() && !folder.sessions.isEmpty()) {
            Path raw = folder.sessions.get(0).file().getParent();
            throw new BadInputException(
                    root + ": raw runs alone, in " + raw + ", expected a dataset of them too; make it" + " with "
                            + ShellWords.berth("calibrate", raw, "--out", root.resolve("profiles.json")));
        }
        if (folder.datasets.isEmpty() && folder.documents().isEmpty()) {
            throw new BadInputException(
                    root + ": no profiles.json, plan.json, comparison.json, simulation.json or fleet.json in it"
                            + " or below it; name a folder that 'berth run', 'berth calibrate', 'berth plan', 'berth compare'"
                            + " 'berth simulate' or 'berth paper' wrote to");
        }
        return folder;
    }

    private static <T extends Record> RecordKind<T> kind(String name, Class<T> type) {
        return new RecordKind<>(name, type, List.of(), (file, document, profiles) -> List.of());
    }

    private List<Path> files() {
        if (!Files.isDirectory(root)) {
            throw new BadInputException(root + ": no folder, expected one with profiles.json or plan.json in it");
        }
        try (Stream<Path> all =
                Files.find(root, DEPTH, (file, about) -> about.isRegularFile(), FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files = all.filter(this::isLookedAt)
                    .sorted(NEAREST_FIRST)
                    .limit(MOST_FILES + 1L)
                    .toList();
            if (files.size() > MOST_FILES) {
                throw new BadInputException(root + ": more than " + MOST_FILES
                        + " files of JSON, YAML and studies in it and below it; name a folder with fewer");
            }
            return files;
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new BadInputException(root + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private boolean isLookedAt(Path file) {
        for (Path part : root.relativize(file)) {
            if (part.toString().startsWith(".") || part.toString().startsWith(EARLIER)) {
                return false;
            }
        }
        String name = file.getFileName().toString();
        return (name.endsWith(".csv")
                        && DATA.equals(file.toAbsolutePath().getParent().getFileName()))
                || (name.endsWith(".json") && !name.endsWith(".schema.json"))
                || name.endsWith(".yaml")
                || name.endsWith(".yml");
    }

    private void add(Path file, Consumer<String> remarks) {
        if (file.toString().endsWith(".csv")) {
            ComparedCsv.read(file).ifPresent(study -> studies.add(new Found<>(file, name(file), study)));
            StudyFile.read(file).ifPresent(study -> furtherStudies.add(new Found<>(file, name(file), study)));
            return;
        }
        if (!file.toString().endsWith(".json")) {
            scenarios.putIfAbsent(Origin.fingerprint(file), file);
            return;
        }
        Optional<FileKind> kind;
        try {
            kind = KINDS.of(file);
        } catch (BadInputException e) {
            if (TOGETHER.contains(file.getFileName().toString())
                    || file.getFileName().toString().equals("profiles.json")) {
                throw e;
            }
            remarks.accept(name(file) + ": none of Berth's documents, left out");
            return;
        }
        if (kind.isEmpty()) {
            return;
        }
        if (kind.get() == DATASET) {
            datasets.add(new Found<>(file, name(file), ProfileDatasets.read(file)));
        } else if (kind.get() == PLAN) {
            plans.add(new Found<>(file, name(file), Json.read(file, PlanFile.class)));
        } else if (kind.get() == SIMULATION) {
            simulations.add(new Found<>(file, name(file), Json.read(file, SimulationFile.class)));
        } else if (kind.get() == COMPARISON) {
            comparisons.add(new Found<>(file, name(file), Json.read(file, ComparisonFile.class)));
        } else if (kind.get() == FLEET) {
            FleetFile fleet = Json.read(file, FleetFile.class);
            fleets.add(new Found<>(file, name(file), fleet));
            summaries.add(FleetSummary.read(file, fleet));
        } else if (file.getFileName().toString().equals(RawFolder.SESSION_FILE)) {
            sessions.add(new Found<>(file, name(file), RawFolder.read(file.getParent())));
        }
    }

    private String name(Path file) {
        return root.relativize(file).toString();
    }

    private List<Found<? extends Document>> documents() {
        return Stream.of(plans, comparisons, simulations, fleets)
                .<Found<? extends Document>>flatMap(List::stream)
                .toList();
    }

    /** Where there is a dataset, all else is of one that is there. */
    private void requireDatasets() {
        if (datasets.isEmpty()) {
            return;
        }
        List<String> there = datasets.stream()
                .map(dataset -> Origin.fingerprint(dataset.file()))
                .toList();
        for (Found<? extends Document> found : documents()) {
            requireDataset(found.file(), found.document().origins().dataset(), there);
        }
        for (Found<ComparedCsv> found : studies) {
            requireDataset(
                    found.file(),
                    new Origin("dataset", "of its studies", found.document().dataset()),
                    there);
        }
    }

    private void requireDataset(Path file, Origin origin, List<String> there) {
        if (datasets.size() == 1) {
            origin.require(file, datasets.get(0).file());
        } else if (!there.contains(origin.fingerprint())) {
            throw new BadInputException(file + ": made from the dataset " + origin.source() + " ("
                    + origin.fingerprint() + "), expected one made from "
                    + datasets.stream()
                            .map(dataset -> dataset.file().toString())
                            .collect(Collectors.joining(", "))
                    + "; put the dataset it was made from beside it, or take it away");
        }
    }

    /** Files under their usual names in one folder are of one scenario. */
    private void requireScenarios() {
        Map<Path, Found<? extends Document>> first = new TreeMap<>();
        for (Found<? extends Document> found : documents()) {
            if (!TOGETHER.contains(found.file().getFileName().toString())) {
                continue;
            }
            Found<? extends Document> before = first.putIfAbsent(found.file().getParent(), found);
            if (before != null) {
                found.document()
                        .origins()
                        .scenario()
                        .requireSame(
                                found.file(),
                                before.file(),
                                before.document().origins().scenario());
            }
        }
    }

    /** The dataset that a document was made from; empty where it is not there. */
    Optional<Found<ProfileDataset>> datasetOf(Document document) {
        return datasets.stream()
                .filter(dataset -> Origin.fingerprint(dataset.file())
                        .equals(document.origins().dataset().fingerprint()))
                .findFirst();
    }

    /** The scenario that a document was made from, here or where it lay then; empty where it is not there. */
    Optional<Path> scenarioOf(Document document) {
        Origin origin = document.origins().scenario();
        Path here = scenarios.get(origin.fingerprint());
        return Stream.of(Optional.ofNullable(here), Optional.of(Path.of(origin.source())))
                .flatMap(Optional::stream)
                .filter(Files::isRegularFile)
                .filter(file -> Origin.fingerprint(file).equals(origin.fingerprint()))
                .findFirst();
    }

    /** Documents of a scenario that was edited since, and how to make them anew; a line each. */
    List<String> outdated() {
        List<String> lines = new ArrayList<>();
        for (Found<? extends Document> found : documents()) {
            Document document = found.document();
            Path source = Path.of(document.scenario());
            Stream.of(found.file().resolveSibling(source.getFileName()), source)
                    .filter(file -> scenarioOf(document).isEmpty() && Files.isRegularFile(file))
                    .findFirst()
                    .ifPresent(file -> lines.add(found.name() + " was made from an earlier " + file.getFileName()
                            + ": what is told of it here is not of the scenario as it stands. Make it again: "
                            + Words.again(found)));
        }
        return lines;
    }

    Path root() {
        return root;
    }

    List<Found<ProfileDataset>> datasets() {
        return datasets;
    }

    List<Found<PlanFile>> plans() {
        return plans;
    }

    List<Found<SimulationFile>> simulations() {
        return simulations;
    }

    List<Found<ComparisonFile>> comparisons() {
        return comparisons;
    }

    List<Found<FleetFile>> fleets() {
        return fleets;
    }

    FleetSummary summary(int fleet) {
        return summaries.get(fleet);
    }

    List<Found<ComparedCsv>> studies() {
        return studies;
    }

    List<Found<StudyFile>> furtherStudies() {
        return furtherStudies;
    }

    List<Found<RawFolder>> sessions() {
        return sessions;
    }
}
