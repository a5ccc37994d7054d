package dev.berth.optimizer.cli;

import dev.berth.command.CommandModule;
import dev.berth.command.ExitCode;
import dev.berth.kind.FileKind;
import dev.berth.optimizer.cli.train.TrainCommand;
import dev.berth.optimizer.problem.InfeasibleException;
import dev.berth.optimizer.solve.TooLargeException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The commands that decide, and those of what was decided. */
public final class OptimizerCommands implements CommandModule {
    @Override
    public int position() {
        return 2;
    }

    @Override
    public String heading() {
        return "Decide";
    }

    @Override
    public List<Class<? extends Callable<Integer>>> commands() {
        return List.of(
                PlanCommand.class,
                SimulateCommand.class,
                CompareCommand.class,
                PaperCommand.class,
                ReportCommand.class,
                TrainCommand.class);
    }

    @Override
    public List<FileKind> kinds() {
        return OptimizerKinds.all();
    }

    @Override
    public Optional<ExitCode> statusOf(Exception fault) {
        if (fault instanceof InfeasibleException) {
            return Optional.of(ExitCode.INFEASIBLE);
        }
        return fault instanceof TooLargeException ? Optional.of(ExitCode.BAD_INPUT) : Optional.empty();
    }
}
