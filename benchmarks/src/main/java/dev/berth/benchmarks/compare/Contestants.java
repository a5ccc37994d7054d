package dev.berth.benchmarks.compare;

import dev.berth.benchmarks.peer.CpSat;
import dev.berth.benchmarks.peer.Genetic;
import dev.berth.benchmarks.peer.PeerLimits;
import dev.berth.benchmarks.peer.Scip;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.Solvers;
import dev.berth.profile.BadInputException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Who takes part: every solver there is, and the peers. */
public final class Contestants {
    private static final Map<String, Function<PeerLimits, Solver>> PEERS =
            Map.of("jenetics", Genetic::new, "cp-sat", CpSat::new, "scip", Scip::new);

    private Contestants() {}

    /** Names of all, ours first, each once. */
    public static List<String> names() {
        return Stream.concat(
                        Solvers.all().stream().map(Solver::name),
                        PEERS.keySet().stream().sorted())
                .toList();
    }

    /** Whether a name is a peer's. */
    public static boolean isPeer(String name) {
        return PEERS.containsKey(name);
    }

    /**
     * The solver of a name; loads a peer's native library where it has one.
     *
     * @throws BadInputException where there is none
     */
    public static Solver named(String name, PeerLimits limits) {
        require(name);
        return isPeer(name) ? PEERS.get(name).apply(limits) : Solvers.named(name);
    }

    static void require(String name) {
        if (!names().contains(name)) {
            throw new BadInputException("no solver '" + name + "', expected one of " + String.join(", ", names()));
        }
    }
}
