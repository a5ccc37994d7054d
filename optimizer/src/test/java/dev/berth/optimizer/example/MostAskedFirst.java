package dev.berth.optimizer.example;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.ground.Room;
import java.util.Comparator;
import java.util.stream.IntStream;

/** In each slot the models that are asked for most, as high as there is room; looks at no cost. */
public final class MostAskedFirst implements Solver {
    @Override
    public String name() {
        return "most-asked-first";
    }

    @Override
    public String description() {
        return "in each slot the models that are asked for most, as many as fit";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public Solution solve(Problem problem, SolveLimits limits) {
        int models = problem.models();
        byte[] plan = new byte[problem.slots() * models];
        Room room = new Room(problem);
        for (int slot = 0; slot < problem.slots(); slot++) {
            int now = slot;
            room.takeLowest();
            IntStream.range(0, models)
                    .boxed()
                    .sorted(Comparator.comparingDouble(model -> -problem.expectedRequests(now, model)))
                    .forEach(model -> plan[now * models + model] = highest(problem, room, model));
        }
        return Solution.heuristic(problem, new Plan(models, plan), "looks at no cost");
    }

    private static byte highest(Problem problem, Room room, int model) {
        int residency = problem.highest(model);
        room.giveBack(model, problem.lowest(model));
        while (residency > problem.lowest(model) && !room.fits(model, residency)) {
            residency--;
        }
        room.take(model, residency);
        return (byte) residency;
    }
}
