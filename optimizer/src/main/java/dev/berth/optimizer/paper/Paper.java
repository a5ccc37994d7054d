package dev.berth.optimizer.paper;

import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.decide.Comparing;
import dev.berth.optimizer.decide.Progress;
import dev.berth.optimizer.decide.SeededRuns;
import dev.berth.optimizer.decide.Simulating;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.Origin;
import dev.berth.optimizer.network.Access;
import dev.berth.optimizer.provider.ProviderSetting;
import dev.berth.optimizer.provider.ProviderStudy;
import dev.berth.optimizer.report.ComparisonCsv;
import dev.berth.optimizer.report.ProviderRewards;
import dev.berth.optimizer.report.ServiceDelays;
import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.chart.ChartPrinter;
import dev.berth.optimizer.report.section.Report;
import dev.berth.optimizer.scenario.FleetScenario;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.optimizer.scenario.ScenarioProblem;
import dev.berth.optimizer.scenario.Server;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.record.AtomicFile;
import dev.berth.record.BadInputException;
import dev.berth.record.Schema;
import dev.berth.record.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Studies that lie in one folder. */
public final class Paper {
    /** The file in the folder that says what is run. */
    public static final String FILE = "paper.yaml";

    /** Its JSON Schema. */
    public static final Schema SCHEMA = PaperDocument.SCHEMA;

    private static final String WHAT = "studies";

    private final Path folder;
    private final PaperDocument document;

    private Paper(Path folder, PaperDocument document) {
        this.folder = folder;
        this.document = document;
    }

    /**
     * Reads what is to be run.
     *
     * @throws BadInputException naming file, line and key of the first fault
     */
    public static Paper read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new BadInputException(folder + ": no such folder, expected one with a " + FILE);
        }
        return new Paper(folder, Yaml.read(folder.resolve(FILE), WHAT, PaperDocument.class));
    }

    /** All faults of a file that says what is run, and of the scenarios it names, one line each. */
    public static List<String> faults(Path file) {
        List<String> faults = new ArrayList<>();
        PaperDocument document = Yaml.read(file, WHAT, PaperDocument.class, faults);
        if (document != null) {
            Paper paper = new Paper(file.toAbsolutePath().getParent(), document);
            paper.scenarios().forEach(scenario -> faults.addAll(ScenarioFile.faults(scenario)));
            document.studies().stream()
                    .filter(study -> study.providers() != null)
                    .map(study -> paper.named(study.providers()))
                    .distinct()
                    .forEach(providers -> faults.addAll(ProviderSetting.faults(providers)));
        }
        return faults;
    }

    /** Figures are the same wherever the folder lies. */
    private String made() {
        return "./berth paper " + folder.toAbsolutePath().normalize().getFileName();
    }

    private Path profiles() {
        return folder.resolve(document.profiles()).normalize();
    }

    private Path scenario(Study study) {
        return named(Optional.ofNullable(study.scenario()).orElse(document.scenario()));
    }

    private Path scenario(Study study, Study.Rival rival) {
        return rival.scenario() == null ? scenario(study) : named(rival.scenario());
    }

    private Path named(String file) {
        return folder.resolve(file).normalize();
    }

    private List<Path> scenarios() {
        List<Path> scenarios = new ArrayList<>();
        Optional.ofNullable(document.scenario()).map(this::named).ifPresent(scenarios::add);
        document.studies().stream()
                .filter(study -> study.providers() == null)
                .flatMap(study -> Stream.concat(
                        Stream.of(scenario(study)), study.against().stream().map(rival -> scenario(study, rival))))
                .filter(scenario -> !scenarios.contains(scenario))
                .forEach(scenarios::add);
        return scenarios;
    }

    /**
     * Runs all studies; those that are through stay where a later one fails.
     *
     * @param out folder of the folders {@code data} and {@code figures}
     * @param written told of every file that is written
     * @throws BadInputException where a scenario cannot be planned or simulated, before any study runs
     */
    public void run(Path out, long seed, int threads, Progress progress, Consumer<Path> written) throws IOException {
        scenarios().forEach(scenario -> Simulating.require(profiles(), scenario));
        SeededRuns runs = new SeededRuns(document.seeds(), seed, threads);
        SolveLimits limits = SolveLimits.ofThisMachine().withSeed(seed);
        try (ChartPrinter printer = new ChartPrinter()) {
            Output output = new Output(out, printer, written);
            if (document.scenario() != null) {
                services(output);
            }
            int number = 0;
            for (Study study : document.studies()) {
                Progress part = progress.part(
                        study.name() + ": ", number++, document.studies().size());
                if (study.providers() != null) {
                    providers(study, seed, part, output);
                    continue;
                }
                Comparing comparing = new Comparing(profiles(), scenario(study), runs, limits, part);
                comparing.route(study.chosenRouters());
                ComparisonFile comparison =
                        comparing.compare(study.cases(), study.chosenSolvers(), study.chosenPolicies(), rivals(study));
                output.data(study.name(), ComparisonCsv.of(comparison));
                output.figure(study.name(), Report.methods(comparison, study.figure(), made()));
            }
        }
    }

    private void providers(Study study, long seed, Progress progress, Output output) throws IOException {
        Path file = named(study.providers());
        ProviderSetting setting = ProviderSetting.read(file);
        progress.step("choosing among " + setting.providers() + " providers", 0, 1);
        ProviderStudy result = ProviderStudy.of(setting, study.routes(), document.seeds(), seed);
        output.data(study.name(), result.csv(Origin.fingerprint(file)));
        output.figure(study.name(), ProviderRewards.chart(study.name(), result, made()));
    }

    private List<Comparing.Rival> rivals(Study study) {
        return study.against().stream()
                .map(rival -> new Comparing.Rival(
                        rival.name(),
                        scenario(study, rival),
                        rival.chosenSolver(),
                        rival.chosenPolicy(),
                        rival.chosenReplan()))
                .toList();
    }

    /**
     * What the services of the first server take and how long their requests wait; what its links gain and its surface,
     * where it has several links or one.
     */
    private void services(Output output) throws IOException {
        ProfileDataset dataset = ProfileDatasets.read(profiles());
        FleetScenario scenario = ScenarioFile.readFleet(folder.resolve(document.scenario()));
        ScenarioProblem problem = ScenarioProblem.of(
                scenario.servers().get(0), dataset, profiles().toString());
        ServiceDelays delays = ServiceDelays.of(problem);
        output.data("services", delays.csv());
        output.figure("storage-and-memory", Report.storageAndMemory(dataset));
        output.figure("first-and-later", delays.chart("first-and-later", made()));
        Server server = scenario.servers().get(0).server();
        if (server.links().links().size() > 1) {
            Downloads downloads = Downloads.of(server.links(), problem);
            output.data("downloads", downloads.csv());
            output.figure("downloads", downloads.chart(made()));
        }
        Optional<Access> bySurface =
                server.access().filter(access -> access.channel().surface().isPresent());
        if (bySurface.isPresent()) {
            SurfaceRates rates = SurfaceRates.of(bySurface.get());
            output.data("surface-rates", rates.csv());
            output.figure("surface-rates", rates.chart(made()));
        }
    }

    /** Where files go. */
    private record Output(Path folder, ChartPrinter printer, Consumer<Path> written) {
        void data(String name, String csv) throws IOException {
            write(folder.resolve("data").resolve(name + ".csv"), csv);
        }

        void figure(String name, Chart chart) throws IOException {
            write(folder.resolve("figures").resolve(name + ".svg"), printer.svg(chart));
        }

        private void write(Path file, String text) throws IOException {
            Files.createDirectories(file.getParent());
            AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
            written.accept(file);
        }
    }
}
