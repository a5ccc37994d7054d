package dev.berth.optimizer.provider;

import dev.berth.optimizer.provider.Instance.Task;

/**
 * A reward that no way of choosing providers exceeds, not even one that knows all tasks and qualities beforehand.
 *
 * <p>Why it is a bound. At no time do finished tasks take more steps of a provider than it has: what would have been
 * too much is lost whole. Penalties are no less than 0. So the reward is at most that of choosing for each task a
 * provider or none such that capacities hold. With any price ≥ 0 for a step of a provider in each stretch of time, that
 * is at most what all capacity is worth, and what each task gains most over what it would have to pay (Lagrangian
 * relaxation). The prices are improved by subgradient steps, and the least of these bounds is taken.
 */
final class ProviderBound {
    private static final int STRETCHES = 200;
    private static final int ROUNDS = 400;

    /** Rounds without a better bound before steps are halved. */
    private static final int PATIENCE = 10;

    private final Instance instance;
    private final double stretchSeconds;

    private ProviderBound(Instance instance) {
        this.instance = instance;
        double last =
                instance.tasks().stream().mapToDouble(Task::endSeconds).max().orElse(1);
        stretchSeconds = last / STRETCHES;
    }

    /** @param known a reward that some way of choosing has, where steps aim */
    static double of(Instance instance, double known) {
        return new ProviderBound(instance).least(known);
    }

    private double least(double known) {
        double[][] prices = new double[instance.providers().size()][STRETCHES];
        double[][] excess = new double[prices.length][STRETCHES];
        double least = Double.POSITIVE_INFINITY;
        double scale = 1;
        int waited = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double bound = bound(prices, excess);
            waited = bound < least ? 0 : waited + 1;
            least = Math.min(least, bound);
            if (waited == PATIENCE) {
                waited = 0;
                scale /= 2;
            }
            step(prices, excess, scale * (bound - known));
        }
        return least;
    }

    /** The bound at these prices, and what of each capacity is left over, less what is wanted of it. */
    private double bound(double[][] prices, double[][] excess) {
        double bound = 0;
        for (int provider = 0; provider < prices.length; provider++) {
            double capacity = instance.providers().get(provider).capacitySteps() * stretchSeconds;
            for (int stretch = 0; stretch < STRETCHES; stretch++) {
                excess[provider][stretch] = capacity;
                bound += capacity * prices[provider][stretch];
            }
        }
        for (Task task : instance.tasks()) {
            int best = -1;
            double most = 0;
            for (int provider = 0; provider < prices.length; provider++) {
                Instance.Provider each = instance.providers().get(provider);
                if (task.steps() > each.capacitySteps()) {
                    continue;
                }
                double gain = each.quality(task) - task.steps() * paid(prices[provider], task);
                if (gain > most) {
                    most = gain;
                    best = provider;
                }
            }
            bound += most;
            if (best >= 0) {
                for (int stretch = first(task); stretch <= last(task); stretch++) {
                    excess[best][stretch] -= task.steps() * overlapSeconds(task, stretch);
                }
            }
        }
        return bound;
    }

    private double paid(double[] prices, Task task) {
        double paid = 0;
        for (int stretch = first(task); stretch <= last(task); stretch++) {
            paid += prices[stretch] * overlapSeconds(task, stretch);
        }
        return paid;
    }

    private int first(Task task) {
        return Math.min(STRETCHES - 1, (int) (task.arrivalSeconds() / stretchSeconds));
    }

    private int last(Task task) {
        return Math.min(STRETCHES - 1, (int) (task.endSeconds() / stretchSeconds));
    }

    private double overlapSeconds(Task task, int stretch) {
        double from = Math.max(task.arrivalSeconds(), stretch * stretchSeconds);
        double to = stretch == STRETCHES - 1
                ? task.endSeconds()
                : Math.min(task.endSeconds(), (stretch + 1) * stretchSeconds);
        return Math.max(0, to - from);
    }

    /** Polyak's step towards a known value. */
    private static void step(double[][] prices, double[][] excess, double wanted) {
        double squares = 0;
        for (int provider = 0; provider < prices.length; provider++) {
            for (int stretch = 0; stretch < STRETCHES; stretch++) {
                boolean isMoved = prices[provider][stretch] > 0 || excess[provider][stretch] < 0;
                squares += isMoved ? excess[provider][stretch] * excess[provider][stretch] : 0;
            }
        }
        if (squares == 0) {
            return;
        }
        double step = Math.max(0, wanted) / squares;
        for (int provider = 0; provider < prices.length; provider++) {
            for (int stretch = 0; stretch < STRETCHES; stretch++) {
                prices[provider][stretch] = Math.max(0, prices[provider][stretch] - step * excess[provider][stretch]);
            }
        }
    }
}
