package dev.berth.optimizer.solve;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.RandomProblems;
import dev.berth.optimizer.solve.baselines.StaticGreedy;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;

/** What the tests of methods that are called over and over share. */
public final class HotPath {
    public static final int CALLS = 2000;
    public static final int SLOTS = 12;
    public static final int MODELS = 30;

    private HotPath() {}

    /** One whose limits bind, so that there is something to decide. */
    public static Problem problem(int models) {
        for (int seed = 0; ; seed++) {
            Problem candidate = new RandomProblems(seed).next(SLOTS, models, Charging.BOTH);
            if (candidate.capacity().energyMillijoules().isPresent()
                    && candidate.capacity().storageBytes() > 0
                    && candidate.capacity().memoryBytes() > 0
                    && new StaticGreedy()
                                    .solve(candidate, SolveLimits.ofThisMachine())
                                    .cost()
                                    .switching()
                            > 0) {
                return candidate;
            }
        }
    }

    /** Calls with numbers that count on; once through all of them as set-up. */
    public static void allocatesNothing(IntConsumer call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int number = 0; number < CALLS; number++) {
            call.accept(number);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int number = 0; number < CALLS; number++) {
            call.accept(number);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // The least object is larger than a byte a call; the reading itself may allocate once.
        assertTrue(allocated < CALLS, "allocated " + allocated + " bytes in " + CALLS + " calls");
    }
}
