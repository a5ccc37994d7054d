package dev.berth.optimizer.cli;

import dev.berth.optimizer.stream.BlockEngine;
import dev.berth.optimizer.stream.BlockEngineFactory;
import dev.berth.optimizer.stream.ThreadEngine;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who works on the blocks of a fleet. */
final class MasterOption {
    private static final Pattern SPARK = Pattern.compile("local(\\[([1-9][0-9]*|\\*)])?|spark://.+");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--master",
            paramLabel = "MASTER",
            description =
                    "Plan a fleet block by block, plans going to Parquet files below --out: threads (of this process),"
                            + " local[2] or local[*] (Apache Spark in one process of its own), spark://HOST:PORT (a cluster, whose"
                            + " machines all see the files). What was finished before is not done again.")
    private String master;

    boolean isGiven() {
        return master != null;
    }

    String name() {
        return master;
    }

    /** @throws ParameterException where nobody is known by that name */
    void check() {
        if (!master.equals(ThreadEngine.MASTER) && !SPARK.matcher(master).matches()) {
            throw new ParameterException(
                    command.commandLine(),
                    "--master: " + master + ", expected threads, local[N], local[*] or spark://HOST:PORT");
        }
    }

    /**
     * Starts the engine.
     *
     * @param threads where they are of this process
     * @return empty where it is not on the class path
     */
    Optional<BlockEngine> open(int threads) {
        if (master.equals(ThreadEngine.MASTER)) {
            return Optional.of(new ThreadEngine(threads));
        }
        for (BlockEngineFactory factory : ServiceLoader.load(BlockEngineFactory.class)) {
            if (factory.takes(master)) {
                return Optional.of(factory.open(master));
            }
        }
        return Optional.empty();
    }
}
