package dev.berth.optimizer.cli;

import picocli.CommandLine.Command;

/** {@code validate} of what deciding takes and leaves. */
@Command(name = "validate")
final class ValidateCommand extends dev.berth.command.ValidateCommand {
    ValidateCommand() {
        super(OptimizerKinds.all());
    }
}
