package dev.berth.optimizer.cli;

import dev.berth.optimizer.forecast.ForecastMethod;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.optimizer.solve.lookahead.LookAheadOptions;
import dev.berth.record.BadOptionException;
import java.util.List;
import picocli.CommandLine.Option;

/** How the solver {@code lookahead} looks ahead; mixed into commands that solve. */
final class LookAheadOption {
    @Option(
            names = "--forecaster",
            paramLabel = "NAME",
            converter = MethodNames.OfForecast.class,
            completionCandidates = MethodNames.OfForecast.class,
            description =
                    "Forecast that lookahead uses: ${COMPLETION-CANDIDATES}; oracle reads the true demand (default: ewma or"
                            + " mean-reversion, whichever did better so far).")
    private ForecastMethod forecaster;

    @Option(
            names = "--window",
            paramLabel = "SLOTS",
            description = "Most slots that lookahead looks at, the present one included (default: ${DEFAULT-VALUE}).")
    private int window = LookAheadOptions.DEFAULT_WINDOW_SLOTS;

    /** The same solvers, with {@code lookahead} as the options want it. */
    List<Solver> applyTo(List<Solver> solvers) {
        Solver lookAhead = Solvers.lookahead(options());
        return solvers.stream()
                .map(solver -> solver.name().equals(lookAhead.name()) ? lookAhead : solver)
                .toList();
    }

    private LookAheadOptions options() {
        if (window < 1 || window > LookAheadOptions.MAX_WINDOW_SLOTS) {
            throw new BadOptionException(
                    "--window: " + window + ", expected 1 to " + LookAheadOptions.MAX_WINDOW_SLOTS + " slots");
        }
        return new LookAheadOptions(
                forecaster == null ? LookAheadOptions.DEFAULT_METHODS : List.of(forecaster), window);
    }
}
