package dev.berth.profiler.cli;

import picocli.CommandLine.Command;

/** {@code validate} of what measuring leaves. */
@Command(name = "validate")
final class ValidateCommand extends dev.berth.command.ValidateCommand {
    ValidateCommand() {
        super(MeasureKinds.all());
    }
}
