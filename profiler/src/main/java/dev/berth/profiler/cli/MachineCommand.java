package dev.berth.profiler.cli;

import dev.berth.profile.ExitCode;
import dev.berth.profile.Json;
import dev.berth.profile.MachineRecord;
import dev.berth.profiler.machine.MachineProbe;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what the machine is. */
@Command(
        name = "machine",
        mixinStandardHelpOptions = true,
        description =
                "What this machine is: processor, memory, kernel, JVM, storage of the models' folder, GPUs, limits.")
final class MachineCommand implements Callable<Integer> {
    @Mixin
    private Console console;

    @Option(
            names = "--models",
            paramLabel = "PATH",
            defaultValue = ".",
            description = "Folder whose file system and block device are described; default: the current one.")
    private Path models;

    @Override
    public Integer call() {
        MachineRecord machine = MachineProbe.probe(models.toAbsolutePath());
        console.result(MachineText.of(machine));
        if (console.json()) {
            console.document(Json.pretty(machine).stripTrailing());
        }
        return ExitCode.OK.status();
    }
}
