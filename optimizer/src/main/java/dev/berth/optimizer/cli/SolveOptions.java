package dev.berth.optimizer.cli;

import dev.berth.optimizer.solve.SolveLimits;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** When solvers stop; mixed into commands that solve. */
final class SolveOptions {
    private static final double MOST_SECONDS = 1e6;
    private static final long BYTES_PER_MEBIBYTE = 1L << 20;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--gap",
            paramLabel = "SHARE",
            description = "Solvers that know a bound stop within this share of it, slot-exact within it in each slot"
                    + " (default: 0.0001; slot-exact: 0).")
    private Double gap;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            description = "About how long a solver may take, over all servers of a fleet together; then it returns the"
                    + " best plan that it has, and horizon-exact, which has none before its end, is left out. Counted in"
                    + " steps of ten nanoseconds and not by the clock, so that plans do not depend on the machine"
                    + " (default: 10 for solvers that could go on for ever, none for others).")
    private Double seconds;

    @Option(
            names = "--max-memory",
            paramLabel = "MEBIBYTES",
            description = "Memory for states and tables of a solver; one that needs more is left out (default: half of"
                    + " the heap).")
    private Long mebibytes;

    /**
     * The limits.
     *
     * @param seed of solvers that draw at random
     * @throws ParameterException where an option is out of range
     */
    SolveLimits limits(long seed) {
        require("--gap", gap == null || (gap >= 0 && gap <= 1), gap, "0 to 1");
        require(
                "--time-limit",
                seconds == null || (seconds > 0 && seconds <= MOST_SECONDS),
                seconds,
                "above 0, to 1000000 seconds");
        SolveLimits machine = SolveLimits.ofThisMachine();
        long bytes = machine.maxMemoryBytes();
        if (mebibytes != null) {
            long most = Runtime.getRuntime().maxMemory() / BYTES_PER_MEBIBYTE;
            require(
                    "--max-memory",
                    mebibytes >= 1 && mebibytes <= most,
                    mebibytes,
                    "1 to " + most + ", the heap (BERTH_JAVA_OPTS=-Xmx... sets it)");
            bytes = mebibytes * BYTES_PER_MEBIBYTE;
        }
        return new SolveLimits(
                bytes,
                machine.maxNodesPerSlot(),
                seed,
                seconds == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(Math.max(1, Math.round(seconds * SolveLimits.STEPS_PER_SECOND))),
                gap == null ? OptionalDouble.empty() : OptionalDouble.of(gap));
    }

    private void require(String option, boolean holds, Object value, String expected) {
        if (!holds) {
            throw new ParameterException(command.commandLine(), option + ": " + value + ", expected " + expected);
        }
    }
}
