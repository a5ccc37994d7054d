package dev.berth.optimizer.cli;

import dev.berth.command.Amount;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.text.Figures;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** When solvers stop; mixed into commands that solve. */
final class SolveOptions {
    private static final Duration LONGEST = Duration.ofDays(10);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--gap",
            paramLabel = "SHARE",
            converter = Amount.OfShare.class,
            description =
                    "Solvers that know a bound stop within this share of it, as 0.01%% or 0.0001, slot-exact within"
                            + " it in each slot (default: 0.01%%; more than 30 servers: 0.5%%; slot-exact: 0).")
    private Double gap;

    @Option(
            names = "--time-limit",
            paramLabel = "TIME",
            converter = Amount.OfTime.class,
            description =
                    "About how long a solver may take, as 10s or 2m, over all servers of a fleet together; then it returns the"
                            + " best plan that it has, and horizon-exact, which has none before its end, is left out. Counted in"
                            + " steps of ten nanoseconds and not by the clock, so that plans do not depend on the machine"
                            + " (default: 10s for solvers that could go on for ever, 1s a server and round where there are more than"
                            + " 30, none for others).")
    private Duration time;

    @Option(
            names = "--max-memory",
            paramLabel = "SIZE",
            converter = Amount.OfMemory.class,
            description =
                    "Memory for states and tables of a solver, as 512m or 2g; one that needs more is left out (default: half of"
                            + " the heap).")
    private Long memoryBytes;

    /**
     * The limits.
     *
     * @param seed of solvers that draw at random
     * @throws ParameterException where an option is out of range
     */
    SolveLimits limits(long seed) {
        require("--gap", gap == null || gap <= 1, gap, "0 to 100 %");
        require(
                "--time-limit",
                time == null || (!time.isZero() && time.compareTo(LONGEST) <= 0),
                time == null ? "" : Figures.clock(time),
                "above 0, to " + Figures.clock(LONGEST));
        SolveLimits machine = SolveLimits.ofThisMachine();
        long bytes = machine.maxMemoryBytes();
        if (memoryBytes != null) {
            long most = Runtime.getRuntime().maxMemory();
            require(
                    "--max-memory",
                    memoryBytes <= most,
                    Figures.bytes(memoryBytes),
                    "1.05 MB (1m) to " + Figures.bytes(most) + ", the heap (BERTH_JAVA_OPTS=-Xmx... sets it)");
            bytes = memoryBytes;
        }
        return new SolveLimits(
                bytes,
                machine.maxNodesPerSlot(),
                seed,
                time == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(Math.max(1, Math.round(time.toNanos() / 1e9 * SolveLimits.STEPS_PER_SECOND))),
                gap == null ? OptionalDouble.empty() : OptionalDouble.of(gap));
    }

    private void require(String option, boolean holds, Object value, String expected) {
        if (!holds) {
            throw new ParameterException(command.commandLine(), option + ": " + value + ", expected " + expected);
        }
    }
}
