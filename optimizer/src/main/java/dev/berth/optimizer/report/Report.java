package dev.berth.optimizer.report;

import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.Document;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.SimulationFile;
import dev.berth.record.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was measured and decided, read from one folder: a dataset, and the documents that were made from it. */
public final class Report {
    private final ProfileDataset dataset;
    private final Optional<PlanFile> plan;
    private final Optional<ComparisonFile> comparison;
    private final Optional<SimulationFile> simulation;

    private Report(
            ProfileDataset dataset,
            Optional<PlanFile> plan,
            Optional<ComparisonFile> comparison,
            Optional<SimulationFile> simulation) {
        this.dataset = dataset;
        this.plan = plan;
        this.comparison = comparison;
        this.simulation = simulation;
    }

    /**
     * Reads {@code profiles.json} and, where they are there, {@code plan.json}, {@code comparison.json} and
     * {@code simulation.json}.
     *
     * @throws dev.berth.record.BadInputException where one of them cannot be read, was made from another dataset, or
     *     from another scenario than the first of them
     */
    public static Report read(Path folder) {
        Path profiles = folder.resolve("profiles.json");
        ProfileDataset dataset = ProfileDatasets.read(profiles);
        Map<Path, Document> read = new LinkedHashMap<>();
        Report report = new Report(
                dataset,
                read(folder.resolve("plan.json"), PlanFile.class, profiles, read),
                read(folder.resolve("comparison.json"), ComparisonFile.class, profiles, read),
                read(folder.resolve("simulation.json"), SimulationFile.class, profiles, read));
        read.entrySet().stream()
                .findFirst()
                .ifPresent(first -> read.forEach((file, document) -> document.origins()
                        .scenario()
                        .requireSame(
                                file, first.getKey(), first.getValue().origins().scenario())));
        return report;
    }

    private static <T extends Record & Document> Optional<T> read(
            Path file, Class<T> type, Path profiles, Map<Path, Document> read) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        T document = Json.read(file, type);
        document.origins().dataset().require(file, profiles);
        read.put(file, document);
        return Optional.of(document);
    }

    /** Drawings of the plans, a server each, and of the preload delays. */
    public List<Drawing> drawings() {
        List<Drawing> drawings = new ArrayList<>();
        plan.ifPresent(file -> drawings.addAll(PlanPage.drawings(file)));
        drawings.add(new Drawing("preload.svg", PreloadFigure.of(dataset)));
        return drawings;
    }

    /** All of it as one HTML page. */
    public String html() {
        List<Section.Part> first = new ArrayList<>();
        List<Section> others = new ArrayList<>();
        plan.ifPresent(file -> {
            PlanPage.decisions(file).forEach(line -> first.add(new Section.Paragraph(line)));
            others.add(PlanPage.costs(file));
        });
        first.addAll(drawings());
        comparison.map(ComparisonText::sections).ifPresent(others::addAll);
        simulation.map(SimulationText::sections).ifPresent(others::addAll);
        others.add(Section.of("Preload delay", PreloadTable.of(dataset), List.of()));
        others.add(new Section(
                "Delay by size",
                dataset.delayLines().stream()
                        .<Section.Part>map(line -> new Section.Paragraph(line.text()))
                        .toList()));
        others.add(notes());
        return ReportPage.html(new Section("What these models cost to keep, and which get a berth", first), others);
    }

    private Section notes() {
        List<Section.Part> notes = new ArrayList<>();
        dataset.notes().forEach(note -> notes.add(new Section.Note(note)));
        notes.add(new Section.Paragraph("Machine " + dataset.machine().fingerprint() + ", calibrated "
                + dataset.createdUtc() + " by " + dataset.tool()));
        return new Section("Notes", notes);
    }
}
