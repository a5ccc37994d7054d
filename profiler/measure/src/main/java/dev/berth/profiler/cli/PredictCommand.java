package dev.berth.profiler.cli;

import dev.berth.command.ExitCode;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.profiler.calibrate.Prediction;
import dev.berth.profiler.cli.option.ChoiceOptions;
import dev.berth.profiler.model.folder.ModelCatalog;
import dev.berth.profiler.view.PredictionTable;
import dev.berth.record.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What models that were not measured would cost on a dataset's machine. */
@Command(
        name = "predict",
        header = "delay and memory of models that were not measured",
        description =
                "Predicts preload delay and device memory of models that were not measured, from their headers and a"
                        + " dataset's fitted lines.",
        mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
    @Mixin
    private ProfilerConsole console;

    @Mixin
    private ChoiceOptions choice;

    @Option(names = "--profiles", required = true, paramLabel = "FILE", description = "The dataset to predict from.")
    private Path profiles;

    @Parameters(arity = "1..*", paramLabel = "MODEL", description = "Model files or folders.")
    private List<Path> models;

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
        ModelCatalog.Scan scan = console.scan(models, choice.choice());
        List<Prediction> predictions = scan.models().stream()
                .map(model -> Prediction.of(model.record(), dataset))
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
            console.result(PredictionTable.of(predictions, console.width()));
        }
        return (scan.faults().isEmpty() && !predictions.isEmpty() ? ExitCode.OK : ExitCode.BAD_INPUT).status();
    }
}
