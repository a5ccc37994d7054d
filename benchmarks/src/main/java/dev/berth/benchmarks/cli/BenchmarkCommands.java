package dev.berth.benchmarks.cli;

import dev.berth.benchmarks.caching.CachingCommand;
import dev.berth.benchmarks.compare.PeersCommand;
import dev.berth.benchmarks.foresight.ForesightCommand;
import dev.berth.benchmarks.published.InstanceKind;
import dev.berth.benchmarks.table.BenchTableCommand;
import dev.berth.command.CommandModule;
import dev.berth.kind.FileKind;
import java.util.List;
import java.util.concurrent.Callable;

/** The commands that measure Berth itself. */
public final class BenchmarkCommands implements CommandModule {
    @Override
    public int position() {
        return 4;
    }

    @Override
    public String heading() {
        return "Measure Berth itself";
    }

    @Override
    public List<Class<? extends Callable<Integer>>> commands() {
        return List.of(
                BenchCommand.class,
                BenchTableCommand.class,
                PeersCommand.class,
                CachingCommand.class,
                ForesightCommand.class);
    }

    @Override
    public List<FileKind> kinds() {
        return List.of(InstanceKind.KIND);
    }
}
