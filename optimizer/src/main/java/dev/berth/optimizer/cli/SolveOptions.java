package dev.berth.optimizer.cli;

import dev.berth.optimizer.solve.SolveLimits;
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
            description = "Solvers that know a bound stop within this share of it (default: 0.0001).")
    private double gap = SolveLimits.DEFAULT_TARGET_GAP;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            description =
                    "About how long solvers that could go on do so; counted in steps of ten nanoseconds and not by"
                            + " the clock, so that plans do not depend on the machine (default: 10).")
    private double seconds = SolveLimits.DEFAULT_STEPS / SolveLimits.STEPS_PER_SECOND;

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
        require("--gap", gap >= 0 && gap <= 1, gap, "0 to 1");
        require("--time-limit", seconds > 0 && seconds <= MOST_SECONDS, seconds, "above 0, to 1000000 seconds");
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
                Math.max(1, Math.round(seconds * SolveLimits.STEPS_PER_SECOND)),
                gap);
    }

    private void require(String option, boolean holds, Object value, String expected) {
        if (!holds) {
            throw new ParameterException(command.commandLine(), option + ": " + value + ", expected " + expected);
        }
    }
}
