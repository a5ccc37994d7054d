package dev.berth.profiler.cli.plan;

import dev.berth.profiler.cli.option.ChoiceOptions;
import dev.berth.profiler.cli.option.MeasurementOptions;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The options of {@code berth profile} that a plan may set, read from words as those of a command line are. */
@Command(name = "plan")
final class PlannedOptions {
    @Mixin
    private MeasurementOptions measurement;

    @Mixin
    private ChoiceOptions choice;

    /** @throws CommandLine.ParameterException where a value is none that its option takes */
    static PlannedOptions of(List<String> words) {
        PlannedOptions options = new PlannedOptions();
        new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(words.toArray(String[]::new));
        return options;
    }

    MeasurementOptions measurement() {
        return measurement;
    }

    ChoiceOptions choice() {
        return choice;
    }
}
