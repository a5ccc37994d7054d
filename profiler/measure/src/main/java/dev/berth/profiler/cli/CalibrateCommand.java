package dev.berth.profiler.cli;

import dev.berth.command.Commands;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.command.TableOptions;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.profiler.calibrate.Calibrator;
import dev.berth.profiler.export.ProfileTable;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Raw runs into a profile dataset. */
@Examples({"berth calibrate out/raw --out profiles.json # one dataset of the raw runs"})
@Answers(ProfileDataset.class)
@Command(
        name = "calibrate",
        header = "raw runs into a profile dataset",
        description = "Turns the raw runs of one machine into a profile dataset.",
        mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {
    @Mixin
    private ProfilerConsole console;

    @Mixin
    private TableOptions tables;

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "Folders that 'berth profile' or 'berth run' left; all of one machine. A session that is"
                    + " in several of them counts once.")
    private List<Path> folders;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The dataset to write.")
    private Path out;

    @Override
    public Integer call() {
        List<String> notes = new ArrayList<>();
        List<RawFolder> raw = RawFolder.readDistinct(folders, notes::add);
        ProfileDataset dataset = new Calibrator(Commands.TOOL).calibrate(raw).withNotes(notes);
        ProfileDatasets.requireReal(dataset, String.valueOf(folders.get(0)));
        ResultFile.write(out, () -> ProfileDatasets.write(dataset, out));
        if (console.json()) {
            console.document(Json.pretty(dataset).stripTrailing());
        }
        console.result(new ProfileTable(dataset).lines(tables.page(console)));
        console.trust(dataset);
        console.remark("wrote " + out);
        return ExitCode.OK.status();
    }
}
