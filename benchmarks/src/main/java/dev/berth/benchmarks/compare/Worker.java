package dev.berth.benchmarks.compare;

import dev.berth.benchmarks.instance.Instance;
import dev.berth.benchmarks.peer.PeerLimits;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.record.BadInputException;
import dev.berth.text.Figures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Solves what it is told to on standard input, a line {@code SOLVER INSTANCE STOP_SECONDS} each, and answers with a
 * line each; in a process of its own, because native code of a peer that fails takes its process with it.
 */
final class Worker {
    /** Before every answer: native libraries print to standard output too. */
    static final String ANSWER = "berth-outcome\t";

    /** Exit status of a process that ended itself because a solve took too long. */
    static final int STOPPED = 124;

    private static final Task FIRST = Task.of(Instance.tight(6, 12, 1));

    private final Rules rules;
    private final Map<String, Solver> solvers = new HashMap<>();
    private final Timer timer = new Timer("stop", true);

    private Worker(Rules rules) {
        this.rules = rules;
    }

    /** Arguments as {@link #arguments} gives them. */
    public static void main(String[] args) throws IOException {
        Rules rules = new Rules(
                new PeerLimits(Double.parseDouble(args[0]), Integer.parseInt(args[1])),
                new Timing(Double.parseDouble(args[2]), Integer.parseInt(args[3])),
                Double.parseDouble(args[4]),
                Boolean.parseBoolean(args[5]),
                Integer.parseInt(args[6]));
        Worker worker = new Worker(rules);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            System.out.println("\n" + ANSWER
                    + worker.solve(words[0], Task.of(words[1]), Double.parseDouble(words[2]))
                            .toLine());
        }
    }

    static String[] arguments(Rules rules) {
        return new String[] {
            Double.toString(rules.peerLimits().seconds()),
            Integer.toString(rules.peerLimits().threads()),
            Double.toString(rules.timing().warmUpSeconds()),
            Integer.toString(rules.timing().runs()),
            Double.toString(rules.stopSeconds()),
            Boolean.toString(rules.keepsPlans()),
            Integer.toString(rules.heapMebibytes())
        };
    }

    private Outcome solve(String name, Task task, double stopSeconds) {
        TimerTask stop = new TimerTask() {
            @Override
            public void run() {
                Runtime.getRuntime().halt(STOPPED);
            }
        };
        timer.schedule(stop, Math.round(stopSeconds * 1000));
        try {
            SolveLimits limits = SolveLimits.ofThisMachine();
            Solver solver = solvers.computeIfAbsent(name, this::warmed);
            return rules.timing().solve(solver, task, limits, rules.keepsPlans());
        } catch (OutOfMemoryError tooLarge) {
            return Outcome.none("out of memory: " + Figures.bytes((long) rules.heapMebibytes() << 20) + " of heap");
        } catch (BadInputException noProblemOfIts) {
            return Outcome.none(noProblemOfIts.getMessage());
        } finally {
            stop.cancel();
        }
    }

    /** A solver with its libraries loaded and its classes seen once. */
    private Solver warmed(String name) {
        Solver solver = Contestants.named(name, rules.peerLimits());
        new Timing(0, 1).solve(solver, FIRST, SolveLimits.ofThisMachine(), false);
        return solver;
    }
}
