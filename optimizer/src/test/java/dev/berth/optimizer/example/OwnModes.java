package dev.berth.optimizer.example;

import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.ModalService;
import dev.berth.optimizer.problem.Mode;
import dev.berth.optimizer.problem.ModesBuilder;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.choice.Solvers;
import java.util.List;
import java.util.OptionalLong;

/** Two assistants, each absent, loaded small or loaded large, beside each other on a device of 10 GB. */
public final class OwnModes {
    private static final long GB = 1_000_000_000;

    private OwnModes() {}

    /** The cheapest plan of three slots. */
    public static Solution plan() {
        return Solvers.named("horizon-exact").solve(problem(), SolveLimits.ofThisMachine());
    }

    static Problem problem() {
        List<Mode> modes = List.of(
                Mode.absent(),
                new Mode("small", Residency.LOADED, 2 * GB, 2 * GB, 0),
                new Mode("large", Residency.LOADED, 8 * GB, 8 * GB, 0));
        // What a slot costs in each mode, by what is asked; and what moves from a row's mode to a column's cost.
        long[][] mornings = {{900, 200, 50}, {100, 30, 40}, {0, 20, 40}};
        long[][] evenings = {{0, 20, 40}, {100, 30, 40}, {900, 200, 50}};
        long[][] moves = {{0, 10, 60}, {0, 0, 60}, {0, 10, 0}};
        return new ModesBuilder(new Capacity(100 * GB, 10 * GB, OptionalLong.empty()), 3)
                .add(new ModalService("early", modes, mornings, moves))
                .add(new ModalService("late", modes, evenings, moves))
                .build();
    }
}
