package dev.berth.profiler.cli;

import dev.berth.command.CommandModule;
import dev.berth.command.ExitCode;
import dev.berth.kind.FileKind;
import dev.berth.profiler.device.DeviceException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The commands that measure, and those of what was measured. */
public final class MeasureCommands implements CommandModule {
    @Override
    public int position() {
        return 1;
    }

    @Override
    public String heading() {
        return "Measure";
    }

    @Override
    public List<Class<? extends Callable<Integer>>> commands() {
        return List.of(
                RunCommand.class,
                MachineCommand.class,
                ModelsCommand.class,
                SynthesizeCommand.class,
                ProfileCommand.class,
                RecipesCommand.class,
                CalibrateCommand.class,
                MergeCommand.class,
                PredictCommand.class,
                ExportCommand.class,
                QueryCommand.class,
                DiffCommand.class,
                SelfTestCommand.class,
                BundleCommand.class);
    }

    @Override
    public List<FileKind> kinds() {
        return MeasureKinds.all();
    }

    @Override
    public Optional<ExitCode> statusOf(Exception fault) {
        return fault instanceof DeviceException device
                ? Optional.of(device.kind() == DeviceException.Kind.NO_DEVICE ? ExitCode.NO_DEVICE : ExitCode.BAD_INPUT)
                : Optional.empty();
    }
}
