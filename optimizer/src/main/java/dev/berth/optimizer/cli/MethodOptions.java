package dev.berth.optimizer.cli;

import dev.berth.optimizer.forecast.ForecastMethod;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.optimizer.solve.learned.DenoiserFile;
import dev.berth.optimizer.solve.lookahead.LookAheadOptions;
import dev.berth.record.BadOptionException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** How the solver {@code lookahead} looks ahead, and what {@code learned} learned; mixed into commands that solve. */
final class MethodOptions {
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

    @Option(
            names = "--denoiser",
            paramLabel = "FILE",
            description = "Network that learned draws plans with, as 'berth train' writes it (default: the one that is"
                    + " shipped).")
    private Path denoiser;

    /** The same solvers, with {@code lookahead} and {@code learned} as the options want them. */
    List<Solver> applyTo(List<Solver> solvers) {
        List<Solver> given = denoiser == null
                ? List.of(Solvers.lookahead(options()))
                : List.of(Solvers.lookahead(options()), Solvers.learned(DenoiserFile.read(denoiser)));
        return solvers.stream()
                .map(solver -> given.stream()
                        .filter(one -> one.name().equals(solver.name()))
                        .findFirst()
                        .orElse(solver))
                .toList();
    }

    /** Whether another network was given. */
    boolean hasDenoiser() {
        return denoiser != null;
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
