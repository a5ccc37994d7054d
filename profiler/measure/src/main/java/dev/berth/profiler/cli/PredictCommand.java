package dev.berth.profiler.cli;

import dev.berth.command.Console;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.command.StatusLine;
import dev.berth.command.TableOptions;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.predict.Contest;
import dev.berth.predict.DelayModel;
import dev.berth.predict.EngineModel;
import dev.berth.predict.OtherMachine;
import dev.berth.predict.Prediction;
import dev.berth.predict.Predictor;
import dev.berth.profiler.cli.option.ChoiceOptions;
import dev.berth.profiler.model.folder.ModelCatalog;
import dev.berth.profiler.view.CeilingTable;
import dev.berth.profiler.view.ContestTable;
import dev.berth.profiler.view.PredictionTable;
import dev.berth.record.BadInputException;
import dev.berth.record.BadOptionException;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What models that were not measured would cost on a dataset's machine. */
@Examples({
    "berth predict --profiles profiles.json ~/models/new # delay and memory, unmeasured",
    "berth predict --profiles profiles.json --left-out # how well that works"
})
@Answers(
        value = {PredictCommand.Report.class, PredictCommand.Scores.class},
        when = {"", "with `--left-out`"})
@Command(
        name = "predict",
        header = "delay and memory of models that were not measured",
        description =
                "Predicts preload delay and device memory of models that were not measured, from their headers and a"
                        + " dataset: by what they are made of where it has eight models or more, else by its fitted lines.",
        mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
    @Mixin
    private ProfilerConsole console;

    @Mixin
    private TableOptions tables;

    @Mixin
    private ChoiceOptions choice;

    @Option(names = "--profiles", required = true, paramLabel = "FILE", description = "The dataset to predict from.")
    private Path profiles;

    @Option(
            names = "--left-out",
            description =
                    "Instead of models: how well the dataset's own models are predicted from each other, by terms and by"
                            + " other methods; with --on, how well those of the other machine are from three of them.")
    private boolean leftOut;

    @ArgGroup
    private Elsewhere elsewhere = new Elsewhere();

    /** The machine that is predicted for, where it is another one. */
    static final class Elsewhere {
        @Option(
                names = "--on",
                paramLabel = "DATASET",
                description =
                        "Predict for the machine of this dataset: by its ceilings and by the models measured there,"
                                + " of which three with three runs each are enough.")
        private Path dataset;

        @Option(
                names = "--ceilings",
                paramLabel = "FILE",
                description =
                        "Predict for a machine of which nothing is known but what 'machine --ceilings --json' wrote.")
        private Path ceilings;

        Optional<OtherMachine> machine() {
            if (dataset != null) {
                ProfileDataset measured = ProfileDatasets.read(dataset);
                ProfileDatasets.requireReal(measured, dataset.toString());
                return Optional.of(OtherMachine.of(measured));
            }
            if (ceilings != null) {
                CeilingTable.Document document = Json.read(ceilings, CeilingTable.Document.class);
                return Optional.of(new OtherMachine(document.machine().fingerprint(), document.ceilings(), List.of()));
            }
            return Optional.empty();
        }
    }

    @Parameters(arity = "0..*", paramLabel = "MODEL", description = "Model files or folders.")
    private List<Path> models = List.of();

    /**
     * The machine's result of {@code --left-out}.
     *
     * @param machineFingerprint the machine that was predicted for
     * @param scores of preloads, one a setting and method
     * @param engines of the time until engines are ready, one an engine, tier and method
     * @param stages what that time is made of
     */
    record Scores(
            String machineFingerprint,
            List<Contest.Score> scores,
            List<Contest.EngineScore> engines,
            List<EngineModel.Stage> stages) {}

    /**
     * The machine's result.
     *
     * @param machineFingerprint the machine all figures are for
     * @param predictions one a model
     * @param faults what could not be predicted for, one line each
     */
    record Report(String machineFingerprint, List<Prediction> predictions, List<String> faults) {}

    @Override
    public Integer call() {
        ProfileDataset dataset = ProfileDatasets.read(profiles);
        ProfileDatasets.requireReal(dataset, profiles.toString());
        if (leftOut == !models.isEmpty()) {
            throw new BadOptionException(
                    leftOut
                            ? "--left-out predicts the dataset's own models; leave " + models.get(0) + " out"
                            : "no model to predict for; name model files or folders, or --left-out");
        }
        Optional<OtherMachine> other = elsewhere.machine();
        String fingerprint =
                other.map(OtherMachine::fingerprint).orElse(dataset.machine().fingerprint());
        if (leftOut) {
            return contest(dataset, other, fingerprint);
        }
        ModelCatalog.Scan scan = console.scan(models, choice.choice());
        Predictor predictor = new Predictor(dataset, other);
        List<Prediction> predictions = scan.models().stream()
                .map(model -> predictor.of(model.record()))
                .toList();
        if (console.json()) {
            Report report = new Report(
                    fingerprint,
                    predictions,
                    scan.faults().stream().map(fault -> fault.message()).toList());
            console.document(Json.pretty(report).stripTrailing());
        }
        if (predictions.isEmpty()) {
            console.fault("no model to predict for among the files given");
        } else {
            console.result(PredictionTable.of(predictions, tables.page(console)));
        }
        return (scan.faults().isEmpty() && !predictions.isEmpty() ? ExitCode.OK : ExitCode.BAD_INPUT).status();
    }

    @SuppressWarnings("try") // The watch is there to be closed.
    private int contest(ProfileDataset dataset, Optional<OtherMachine> other, String fingerprint) {
        List<Contest.Score> scores;
        List<EngineModel> engines;
        List<Contest.EngineScore> ofEngines;
        StatusLine status = console.statusLine();
        long beginNanos = System.nanoTime();
        try (Console.Watch watch = console.whenInterrupted(
                () -> "nothing is written by this command, and nothing is lost; the same command begins anew")) {
            scores = other.map(machine -> Contest.of(dataset, machine))
                    .orElseGet(() -> Contest.of(
                            dataset,
                            (what, done, of) -> status.progress(
                                    done,
                                    of,
                                    done + " of " + of + " predictions"
                                            + StatusLine.left(System.nanoTime() - beginNanos, done, of) + "; "
                                            + what)));
            engines = other.isPresent() ? List.of() : EngineModel.over(dataset.models());
            ofEngines = Contest.ofEngines(engines);
        } finally {
            status.erase();
        }
        if (scores.isEmpty() && engines.isEmpty()) {
            throw new BadInputException(
                    other.isPresent()
                            ? "nothing to predict: expected a setting with " + DelayModel.LEAST_MODELS + " models in "
                                    + profiles + ", and with four models on the other machine"
                            : profiles + ": no setting with " + DelayModel.LEAST_MODELS
                                    + " models of three sizes or more; profile more of them");
        }
        List<EngineModel.Stage> stages =
                engines.stream().flatMap(engine -> engine.split().stream()).toList();
        if (console.json()) {
            console.document(Json.pretty(new Scores(fingerprint, scores, ofEngines, stages))
                    .stripTrailing());
        }
        if (!scores.isEmpty()) {
            String caption = other.isPresent()
                    ? "models of another machine, predicted from the dataset and three runs of three of them"
                    : "each model predicted from the others";
            console.result(ContestTable.of(scores, caption, tables.page(console)));
        }
        if (!engines.isEmpty()) {
            console.result(ContestTable.ofEngines(
                    ofEngines,
                    stages,
                    scores.isEmpty()
                            ? tables.page(console)
                            : tables.page(console).further()));
        }
        return ExitCode.OK.status();
    }
}
