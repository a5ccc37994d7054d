package dev.berth.profiler.cli;

import dev.berth.command.Commands;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.command.TableOptions;
import dev.berth.dataset.Ceiling;
import dev.berth.dataset.MachineRecord;
import dev.berth.dataset.Vocabulary;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.machine.MachineProbe;
import dev.berth.profiler.run.ceiling.Ceilings;
import dev.berth.profiler.view.CeilingTable;
import dev.berth.profiler.view.MachineText;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints what the machine is. */
@Examples({
    "berth machine # what this machine is",
    "berth machine --ceilings ~/models/m.gguf # and what its disk and copies give"
})
@Answers(
        value = {MachineRecord.class, CeilingTable.Document.class},
        when = {"", "with `--ceilings`"})
@Command(
        name = "machine",
        header = "what this machine is",
        mixinStandardHelpOptions = true,
        description =
                "What this machine is: processor, memory, kernel, JVM, storage of the models' folder, GPUs, limits.")
final class MachineCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private ProfilerConsole console;

    @Mixin
    private TableOptions tables;

    @Option(
            names = "--models",
            paramLabel = "PATH",
            defaultValue = ".",
            description = "Folder whose file system and block device are described; default: the current one.")
    private Path models;

    @Option(
            names = "--ceilings",
            paramLabel = "FILE",
            description = "Measure what the hardware gives at most instead: best direct read and warm read of FILE,"
                    + " memory and device copies. 2 GB or more make the best file.")
    private Path ceilingsFile;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "" + Ceilings.DEFAULT_REPEATS,
            description = "Counted repeats of each ceiling, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private int repeats;

    @Override
    public Integer call() throws IOException {
        return ceilingsFile == null ? describe() : measureCeilings();
    }

    private int measureCeilings() throws IOException {
        if (repeats < 1 || repeats > 1000) {
            throw new ParameterException(
                    command.commandLine(), "--repeats " + repeats + " is out of range, expected 1 to 1000");
        }
        if (!Files.isRegularFile(ceilingsFile) || !Files.isReadable(ceilingsFile) || Files.size(ceilingsFile) == 0) {
            throw new BadInputException("--ceilings " + ceilingsFile
                    + ": expected a readable file that is not empty, best of 2 GB or more");
        }
        List<Ceiling> ceilings;
        try (Device host = Devices.open(Vocabulary.HOST)) {
            ceilings = Ceilings.ofFile(ceilingsFile, host, repeats, console.progress());
        }
        console.result(CeilingTable.lines(ceilings, tables.page(console)));
        if (console.json()) {
            MachineRecord machine = MachineProbe.probe(ceilingsFile.toAbsolutePath());
            console.document(Json.pretty(new CeilingTable.Document(Commands.TOOL, machine, ceilings))
                    .stripTrailing());
        }
        return ceilings.stream().anyMatch(ceiling -> ceiling.kind() == Ceiling.Kind.DIRECT_READ)
                ? ExitCode.OK.status()
                : ExitCode.BAD_INPUT.status();
    }

    private int describe() {
        MachineRecord machine = MachineProbe.probe(models.toAbsolutePath());
        console.result(MachineText.of(machine, console.width()));
        if (console.json()) {
            console.document(Json.pretty(machine).stripTrailing());
        }
        return ExitCode.OK.status();
    }
}
