package dev.berth.profiler.cli;

import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.command.TableOptions;
import dev.berth.dataset.ProfileDataset;
import dev.berth.profiler.cli.option.ChoiceOptions;
import dev.berth.profiler.cli.option.MeasurementOptions;
import dev.berth.profiler.cli.plan.RunPlanFile;
import dev.berth.profiler.cli.plan.ShardNumber;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.model.folder.ModelCatalog;
import dev.berth.profiler.run.preflight.Preflight;
import dev.berth.profiler.run.session.OutFolder;
import dev.berth.record.BadOptionException;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures models. */
@Examples({
    "berth profile ~/models --dry-run # bytes, room and time; every fault before the first run",
    "berth profile ~/models --device auto # cold and warm, onto the GPU where there is one",
    "berth profile ~/models --reader auto --budget 90s --ci 5% # quicker, with the fastest reader",
    "berth profile --plan results/run-plans/edge.yaml --shard 2/8 # an eighth of a run plan"
})
@Answers(
        value = {ProfileDataset.class, Preflight.class},
        when = {"", "with `--dry-run`"})
@Command(
        name = "profile",
        header = "measure storage, device memory and preload delay of models",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures storage, device memory and preload delay of models, run by run, and calibrates a dataset.")
final class ProfileCommand implements Callable<Integer> {
    /** What may stand beside {@code --plan}. */
    private static final Set<String> BESIDE_PLAN =
            Set.of("--plan", "--shard", "--out", "--dry-run", "--json", "--quiet", "--verbose", "--wide", "--columns");

    @Spec
    private CommandSpec command;

    @Mixin
    private ProfilerConsole console;

    @Mixin
    private TableOptions tables;

    @Mixin
    private MeasurementOptions options;

    @Mixin
    private ChoiceOptions choice;

    @Parameters(arity = "0..*", paramLabel = "MODEL", description = "Model files, or folders that hold models.")
    private List<Path> paths = List.of();

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description =
                    "A run plan, in YAML or JSON, that names models and says what is measured; instead of MODEL and the options above.")
    private Path plan;

    @Option(
            names = "--shard",
            paramLabel = "K/N",
            description = "Of --plan, the K-th of N parts that take about equally long; 'berth merge' joins them.")
    private String shard;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where raw/ and profiles.json go; each shard, and each of several devices, in a folder of its own there. Default: a new folder below berth-out, of a plan the one of its name.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        if (plan != null) {
            return planned();
        }
        if (paths.isEmpty()) {
            throw new BadOptionException("nothing to profile; name model files or folders, or a run plan with --plan");
        }
        if (shard != null) {
            throw new BadOptionException("--shard " + shard + " is of --plan, which is not given");
        }
        ModelCatalog.Scan scan = console.scan(paths, choice.choice());
        return measure(
                new Profiling(console, tables.page(console), options, Optional.ofNullable(out), Optional.empty()),
                scan.models(),
                scan.faults().stream().map(fault -> fault.message()).toList());
    }

    private int measure(Profiling profiling, List<Model> models, List<String> leftOut) throws IOException {
        Profiling.Result result = profiling.run(models, leftOut);
        if (console.json() && result.dataset().isPresent()) {
            console.document(Json.pretty(result.dataset().get()).stripTrailing());
        }
        return result.status() == ExitCode.OK.status() && !leftOut.isEmpty()
                ? ExitCode.BAD_INPUT.status()
                : result.status();
    }

    /** One session a device, in the order of the plan; the first that did not end well gives the exit status. */
    private int planned() throws IOException {
        requireNothingBesidePlan();
        ShardNumber number = shard == null ? ShardNumber.WHOLE : ShardNumber.of(shard);
        RunPlanFile file = RunPlanFile.read(plan);
        Path folder = out == null ? OutFolder.DEFAULT_PARENT.resolve(file.name()) : out;
        // Before the first run: a device that is missing would be told after hours.
        file.devices().forEach(device -> Devices.open(device).close());
        List<Model> models = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        List<ModelCatalog.Scan> scans = new ArrayList<>();
        if (!file.models().isEmpty()) {
            scans.add(console.scan(file.models(), file.choice()));
        }
        if (file.catalogue().isPresent()) {
            scans.add(console.catalogue(file.catalogue().get(), options.dryRun()));
        }
        if (file.defaults()) {
            ProfilerConsole.Selection defaults = console.defaults(true, options.dryRun());
            models.addAll(defaults.models());
            leftOut.addAll(defaults.leftOut());
        }
        for (ModelCatalog.Scan scan : scans) {
            models.addAll(scan.models());
            scan.faults().forEach(fault -> leftOut.add(fault.message()));
        }
        int status = ExitCode.OK.status();
        for (String device : file.devices()) {
            Profiling profiling = Profiling.of(
                    console,
                    tables.page(console),
                    file.options(device, options.dryRun()),
                    file.folder(folder, device, number),
                    new Profiling.OfPlan(file, device, number));
            boolean notWrittenYet = file.catalogue().isPresent() && models.isEmpty() && leftOut.isEmpty();
            int ended = notWrittenYet ? profiling.notWrittenYet().status() : measure(profiling, models, leftOut);
            if (ended == ExitCode.INTERRUPTED.status()) {
                return ended;
            }
            status = status == ExitCode.OK.status() ? ended : status;
        }
        return status;
    }

    private void requireNothingBesidePlan() {
        if (!paths.isEmpty()) {
            throw new BadOptionException(
                    "--plan " + plan + " names the models itself; leave " + paths.get(0) + " out, or write it into it");
        }
        for (OptionSpec given : command.commandLine().getParseResult().matchedOptionsSet()) {
            if (!BESIDE_PLAN.contains(given.longestName())) {
                throw new BadOptionException("--plan " + plan + " says itself what is measured; leave "
                        + given.longestName() + " out, or write it into it");
            }
        }
    }
}
