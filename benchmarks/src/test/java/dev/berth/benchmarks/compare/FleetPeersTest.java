package dev.berth.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.benchmarks.peer.PeerLimits;
import dev.berth.benchmarks.peer.ScipFleet;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.optimizer.solve.fleet.FleetSolver;
import org.junit.jupiter.api.Test;

class FleetPeersTest {
    @Test
    void oursAndScipsBoundsAreBelowEachOthersPlans() {
        int closed = 0;
        for (long seed = 1; seed <= 3; seed++) {
            Fleet fleet = FleetPeers.fleet(2, 3, 8, seed);
            Solution ours = new FleetSolver(Solvers.named("horizon-exact")).solve(fleet, SolveLimits.ofThisMachine());
            Solution scip = new ScipFleet(new PeerLimits(60, 1)).solve(fleet);

            assertTrue(ours.bound().getAsLong() <= scip.cost().total(), scip::note);
            assertTrue(scip.bound().getAsLong() <= ours.cost().total(), ours::note);
            // A link for which nobody contends would show nothing.
            Fleet free = new Fleet(fleet.names(), fleet.servers(), Long.MAX_VALUE);
            Solution apart = new FleetSolver(Solvers.named("horizon-exact")).solve(free, SolveLimits.ofThisMachine());
            assertTrue(apart.cost().total() < scip.cost().total(), "seed " + seed);
            closed += scip.note().equals("optimal") ? 1 : 0;
        }
        assertEquals(3, closed);
    }
}
