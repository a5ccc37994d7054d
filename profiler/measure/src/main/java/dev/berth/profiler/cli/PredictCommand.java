package dev.berth.profiler.cli;

import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.command.TableOptions;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.profiler.cli.option.ChoiceOptions;
import dev.berth.profiler.model.folder.ModelCatalog;
import dev.berth.profiler.predict.Contest;
import dev.berth.profiler.predict.DelayModel;
import dev.berth.profiler.predict.Prediction;
import dev.berth.profiler.predict.Predictor;
import dev.berth.profiler.view.ContestTable;
import dev.berth.profiler.view.PredictionTable;
import dev.berth.record.BadInputException;
import dev.berth.record.BadOptionException;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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
                    "Instead of models: how well the dataset's own models are predicted from each other, by terms, by"
                            + " the fitted line, and by a constant of 25 GB/s.")
    private boolean leftOut;

    @Parameters(arity = "0..*", paramLabel = "MODEL", description = "Model files or folders.")
    private List<Path> models = List.of();

    /**
     * The machine's result of {@code --left-out}.
     *
     * @param machineFingerprint the machine that was measured
     * @param scores one a setting and method
     */
    record Scores(String machineFingerprint, List<Contest.Score> scores) {}

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
        if (leftOut) {
            return contest(dataset);
        }
        ModelCatalog.Scan scan = console.scan(models, choice.choice());
        Predictor predictor = new Predictor(dataset);
        List<Prediction> predictions = scan.models().stream()
                .map(model -> predictor.of(model.record()))
                .toList();
        if (console.json()) {
            Report report = new Report(
                    dataset.machine().fingerprint(),
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

    private int contest(ProfileDataset dataset) {
        List<Contest.Score> scores = Contest.of(dataset);
        if (scores.isEmpty()) {
            throw new BadInputException(profiles + ": no setting with " + DelayModel.LEAST_MODELS
                    + " models of three sizes or more; profile more of them");
        }
        if (console.json()) {
            Scores document = new Scores(dataset.machine().fingerprint(), scores);
            console.document(Json.pretty(document).stripTrailing());
        }
        console.result(ContestTable.of(scores, tables.page(console)));
        return ExitCode.OK.status();
    }
}
