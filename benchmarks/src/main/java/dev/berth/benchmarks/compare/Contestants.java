package dev.berth.benchmarks.compare;

import dev.berth.benchmarks.peer.CpSat;
import dev.berth.benchmarks.peer.Genetic;
import dev.berth.benchmarks.peer.PeerLimits;
import dev.berth.benchmarks.peer.Scip;
import dev.berth.command.Nearest;
import dev.berth.optimizer.baseline.Baseline;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.BadInputException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Who takes part: every solver there is, and the peers. */
public final class Contestants {
    private static final Map<String, Function<PeerLimits, Solver>> PEERS =
            Map.of("jenetics", Genetic::new, "cp-sat", CpSat::new, "scip", Scip::new);

    private static final Pattern HURRIED = Pattern.compile("(.+)@([0-9]+(?:\\.[0-9]+)?)");

    private Contestants() {}

    /** All of them, for shells that complete them. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }
    }

    /** Names of all, ours first, each once. */
    public static List<String> names() {
        return Stream.concat(Solvers.names().stream(), PEERS.keySet().stream().sorted())
                .toList();
    }

    /** Whether a name is a peer's. */
    public static boolean isPeer(String name) {
        return PEERS.containsKey(name);
    }

    /**
     * The solver of a name; loads a peer's native library where it has one.
     *
     * @param name one of {@link #names}; one of ours also as {@code NAME@SECONDS}, which may do so much work
     * @throws BadInputException where there is none
     */
    public static Solver named(String name, PeerLimits limits) {
        require(name);
        if (isPeer(name)) {
            return PEERS.get(name).apply(limits);
        }
        Matcher matcher = HURRIED.matcher(name);
        if (!matcher.matches()) {
            return Solvers.named(name);
        }
        double steps = Double.parseDouble(matcher.group(2)) * SolveLimits.STEPS_PER_SECOND;
        return new Hurried(name, Solvers.named(matcher.group(1)), Math.max(1, Math.round(steps)));
    }

    static void require(String name) {
        Matcher matcher = HURRIED.matcher(name);
        String solver = matcher.matches() ? matcher.group(1) : name;
        if (!names().contains(solver) || (isPeer(solver) && matcher.matches())) {
            throw new BadInputException(Baseline.unknown("solver", name, names())
                            .getMessage() + "; ours also as NAME@SECONDS" + Nearest.hint(solver, names()));
        }
    }
}
