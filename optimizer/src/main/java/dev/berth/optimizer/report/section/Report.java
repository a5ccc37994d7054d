package dev.berth.optimizer.report.section;

import dev.berth.dataset.ProfileDataset;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.SimulationFile;
import dev.berth.optimizer.report.ComparedCsv;
import dev.berth.optimizer.report.Measure;
import dev.berth.optimizer.report.StudyFile;
import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.fleet.FleetSection;
import dev.berth.optimizer.report.page.Block;
import dev.berth.optimizer.report.page.Page;
import dev.berth.optimizer.report.page.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What was measured and decided, read from one folder. */
public final class Report {
    /** What a session calls its dataset; one of another name was put elsewhere afterwards. */
    private static final String DATASET = "profiles.json";

    private final Folder folder;
    private final List<Measured> datasets = new ArrayList<>();

    private Report(Folder folder) {
        this.folder = folder;
        for (Found<ProfileDataset> found : folder.datasets()) {
            datasets.add(new Measured(
                    suffix(folder.datasets(), datasets.size()),
                    folder.datasets().size() > 1 ? found.name() : "",
                    found.file().endsWith(DATASET) ? String.valueOf(found.file().getParent()) : "",
                    found.document()));
        }
    }

    /**
     * Reads all of Berth's files in a folder and below it.
     *
     * @param remarks told of files that are left out, a line each
     * @throws dev.berth.record.BadInputException where there is none, one cannot be read, was made from another dataset
     *     than those in the folder, or from another scenario than what lies beside it
     */
    public static Report read(Path folder, Consumer<String> remarks) {
        return new Report(Folder.read(folder, remarks));
    }

    /** Ids of all but the first of a kind end with what it is called. */
    private static String suffix(List<? extends Found<?>> all, int number) {
        return number == 0 ? "" : Words.id("-of-", all.stream().map(Found::name).toList(), number);
    }

    /**
     * What methods come to in a comparison.
     *
     * @param measure of sweeps; what they cost where nothing is swept
     * @param made the command whose results it shows
     */
    public static Chart methods(ComparisonFile comparison, Measure measure, String made) {
        return new Methods("", comparison, measure, made).charts().get(0);
    }

    /** What keeping each model of a dataset takes. */
    public static Chart storageAndMemory(ProfileDataset dataset) {
        return StorageAndMemory.chart(new Measured("", "", "", dataset));
    }

    /** Every chart, in the order of the page. */
    public List<Chart> charts() {
        List<Chart> charts = new ArrayList<>();
        for (int i = 0; i < folder.plans().size(); i++) {
            charts.addAll(plans(i).charts());
        }
        for (int i = 0; i < folder.fleets().size(); i++) {
            charts.addAll(fleet(i).charts());
        }
        for (int i = 0; i < folder.comparisons().size(); i++) {
            charts.addAll(methods(i).charts());
        }
        for (int i = 0; i < folder.simulations().size(); i++) {
            charts.addAll(simulations(i).charts());
        }
        for (int i = 0; i < folder.studies().size(); i++) {
            charts.addAll(study(i).charts());
        }
        for (int i = 0; i < folder.furtherStudies().size(); i++) {
            charts.add(furtherStudy(i));
        }
        for (Measured measured : datasets) {
            charts.add(StorageAndMemory.chart(measured));
            charts.addAll(Preloads.charts(measured));
            charts.addAll(Sizes.charts(measured));
            Spreads.chart(measured).ifPresent(charts::add);
            charts.addAll(Serving.charts(measured));
            charts.addAll(Together.charts(measured));
        }
        return charts;
    }

    /** What must be known before the page is believed, a line each. */
    public List<String> cautions() {
        return folder.outdated();
    }

    /** All of it as one HTML page. */
    public String html() {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < folder.plans().size(); i++) {
            blocks.add(plans(i).block(name(folder.plans(), i)));
        }
        for (int i = 0; i < folder.fleets().size(); i++) {
            blocks.add(fleet(i).block(name(folder.fleets(), i)));
        }
        for (int i = 0; i < folder.comparisons().size(); i++) {
            boolean sweep = folder.comparisons().get(i).document().cases().size() > 1;
            blocks.add(methods(i).block(sweep ? "Sweep" : "Methods", name(folder.comparisons(), i)));
        }
        for (int i = 0; i < folder.simulations().size(); i++) {
            blocks.add(simulations(i).block(name(folder.simulations(), i)));
        }
        for (int i = 0; i < folder.studies().size(); i++) {
            blocks.add(study(i).block("Study", Words.study(folder.studies().get(i), folder.studies())));
        }
        for (int i = 0; i < folder.furtherStudies().size(); i++) {
            Found<StudyFile> found = folder.furtherStudies().get(i);
            blocks.add(new Block(
                    found.document().id() + suffix(folder.furtherStudies(), i),
                    "Study",
                    Words.study(found, folder.furtherStudies()),
                    List.of(
                            Part.Drawn.of(furtherStudy(i)),
                            found.document()
                                    .table(
                                            found.document().id() + "-table" + suffix(folder.furtherStudies(), i),
                                            Words.studied(found.file())))));
        }
        for (Measured measured : datasets) {
            blocks.add(StorageAndMemory.block(measured));
            Preloads.block(measured).ifPresent(blocks::add);
            Sizes.block(measured).ifPresent(blocks::add);
            Spreads.block(measured).ifPresent(blocks::add);
            Serving.block(measured).ifPresent(blocks::add);
            Together.block(measured).ifPresent(blocks::add);
        }
        blocks.add(Closing.block(folder, datasets));
        return Page.html(title(), Opening.parts(folder, datasets), blocks);
    }

    private String title() {
        boolean isStudied =
                !folder.studies().isEmpty() || !folder.furtherStudies().isEmpty();
        if (datasets.isEmpty() && folder.plans().isEmpty() && folder.fleets().isEmpty() && isStudied) {
            return "What each method costs, study by study";
        }
        return folder.plans().isEmpty() && folder.fleets().isEmpty()
                ? "What each model costs to keep"
                : "What each model costs, and which to keep";
    }

    private Methods study(int number) {
        Found<ComparedCsv> found = folder.studies().get(number);
        List<String> names = folder.studies().stream()
                .map(study -> Words.study(study, folder.studies()))
                .toList();
        return new Methods(Words.id("-of-", names, number), found.document(), Words.studied(found.file()));
    }

    private Chart furtherStudy(int number) {
        Found<StudyFile> found = folder.furtherStudies().get(number);
        return found.document()
                .chart(found.document().id() + suffix(folder.furtherStudies(), number), Words.studied(found.file()));
    }

    private Plans plans(int number) {
        PlanFile plan = folder.plans().get(number).document();
        return new Plans(
                suffix(folder.plans(), number),
                plan,
                Switches.of(plan, folder.datasetOf(plan).map(Found::document), folder.scenarioOf(plan)));
    }

    private FleetSection fleet(int number) {
        return new FleetSection(
                suffix(folder.fleets(), number),
                folder.summary(number),
                Words.made(folder.fleets().get(number).document()));
    }

    private Methods methods(int number) {
        ComparisonFile file = folder.comparisons().get(number).document();
        return new Methods(suffix(folder.comparisons(), number), file);
    }

    private Simulations simulations(int number) {
        SimulationFile file = folder.simulations().get(number).document();
        return new Simulations(suffix(folder.simulations(), number), file);
    }

    /** What tells a file from the others of its kind. */
    private static String name(List<? extends Found<?>> all, int number) {
        return all.size() == 1 ? "" : all.get(number).name();
    }
}
