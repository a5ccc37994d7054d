package dev.berth.optimizer.solve.worst;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.MeanDelays;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.optimizer.solve.baselines.AllCloud;
import dev.berth.optimizer.solve.baselines.FetchPerRequest;
import dev.berth.optimizer.solve.fleet.FleetSolver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Plans whose worst mean delay, of any server of a fleet or any service of one server, is as short as may be (the
 * min-max objective of arXiv 2012.13533). It halves a bracket.
 *
 * <p>Below: with weights of the groups that add up to 1, no plan's worst mean is shorter than the least weighted mean,
 * of which the solver beneath proves a bound. Above: the worst mean of the best plan found. A threshold between the two
 * is tried by moving weights to the groups above it, multiplicatively; each answer of the solver beneath raises the
 * bound or lends its slots to a plan whose groups take turns. A threshold that is neither reached nor refuted counts as
 * out of reach for the search, not for the bound.
 *
 * <p>What the plan costs counts only where no mean delay gets worse than the worst. With that worst as a limit the
 * solver beneath is asked for what costs least, first as if there were no limit, then with prices on the mean delays
 * that are above it; of what keeps the limit, also once slots of other answers are taken, the cheapest stays.
 */
public final class WorstDelaySolver {
    private static final int ROUNDS = 5;

    /** Thresholds tried one after the other that leave the bracket as wide as it was. */
    private static final int PATIENCE = 2;

    /** Of the width of the bracket: what is left of it where a threshold was worth its work. */
    private static final double WORTHWHILE = 0.9;

    /** Of what is left of the work, what a round may use. */
    private static final int ROUND_SHARE = 12;

    /** Answers whose slots are lent. */
    private static final int KEPT = 12;

    /** Of the work: what is left for what plans cost. */
    private static final int COST_SHARE = 4;

    private static final int COST_ROUNDS = 8;

    /** Of the worst mean: a bracket that is narrow enough. */
    private static final double NARROW = 1e-6;

    private static final double NANO = 1e9;

    /** Largest total of weighted delays in nano-cost units; the dearest plan must stay below 2^61. */
    private static final double MOST_NANO_COST = 0x1p58;

    /** Finer units than that are of no use. */
    private static final double MOST_SCALE = 0x1p20;

    /** More than what sums of doubles are off by. */
    private static final double ROUNDING = 1e-11;

    private final Solver inner;

    /** Weighted delays are left to {@code inner}. */
    public WorstDelaySolver(Solver inner) {
        this.inner = inner;
    }

    /**
     * Plans and how far they can be from the best.
     *
     * @param solution plans and what they cost, of which nothing is proven
     * @param group the server or service that waits longest; empty where there are no requests
     * @param meanNanos what its requests wait in the mean
     * @param leastNanos no plan's worst mean is shorter; at most {@code meanNanos}; empty where the solver beneath
     *     knows no bound
     */
    public record Found(Solution solution, String group, long meanNanos, OptionalLong leastNanos) {}

    /**
     * Finds plans that keep every limit.
     *
     * @throws TooLargeException where a server is more than the solver beneath can take
     * @throws dev.berth.record.BadInputException where delays are so long that they overflow
     */
    public Found solve(Fleet fleet, Effort effort) {
        Groups groups = new Groups(fleet);
        if (inner instanceof AllCloud || inner instanceof FetchPerRequest || groups.count() == 0) {
            Solution solution = new FleetSolver(inner).solve(fleet, effort);
            return found(fleet, solution.plans(), 0, false, solution.note());
        }
        return new Search(fleet, groups, effort).run();
    }

    private static Found found(Fleet fleet, List<Plan> plans, double leastSeconds, boolean isBounded, String note) {
        MeanDelays.Group worst = MeanDelays.of(fleet, plans).worst();
        long mean = Math.round(worst.seconds() * NANO);
        return new Found(
                Solution.of(fleet, plans, OptionalLong.empty(), note),
                worst.name(),
                mean,
                isBounded
                        ? OptionalLong.of(Math.max(0, Math.min(mean, (long) Math.floor(leastSeconds * NANO))))
                        : OptionalLong.empty());
    }

    private final class Search {
        private final Fleet fleet;
        private final Groups groups;
        private final Effort effort;
        private final double scale;
        private final List<List<Plan>> answers = new ArrayList<>();
        private final double[] weights;
        private List<Plan> best = List.of();
        private double high = Double.POSITIVE_INFINITY;
        private double low;
        private boolean isBounded;
        private int rounds;
        private final long forCost;

        Search(Fleet fleet, Groups groups, Effort effort) {
            this.fleet = fleet;
            this.groups = groups;
            this.effort = effort;
            scale = Math.min(MOST_SCALE, MOST_NANO_COST / NANO / Math.max(1e-9, groups.longest()));
            weights = new double[groups.count()];
            forCost = effort.anytimeLeft() / COST_SHARE;
        }

        Found run() {
            Arrays.fill(weights, 1.0 / weights.length);
            double[] means = answer(weights);
            mix();
            // All weight on the worst: what it could have at best, were nobody else to count.
            double[] alone = new double[weights.length];
            alone[worst(means)] = 1;
            try {
                if (isOpen(low) && effort.anytimeLeft() > 0) {
                    answer(alone);
                    mix();
                }
                halve();
            } catch (TooLargeException e) {
                effort.tell("the solver beneath is all or nothing, and there is too little work left for it");
            }
            cheapen();
            String note = rounds + (rounds == 1 ? " round" : " rounds") + " of weights for the worst mean delay, by "
                    + inner.name();
            return found(fleet, best, low, isBounded, isOpen(low) ? effort.note(note) : note);
        }

        private void halve() {
            double floor = low;
            int inVain = 0;
            while (inVain < PATIENCE && isOpen(floor) && effort.anytimeLeft() > forCost) {
                double threshold = (floor + high) / 2;
                double width = high - low;
                for (int round = 1; round <= ROUNDS && high > threshold && low < threshold; round++) {
                    if (effort.anytimeLeft() <= forCost) {
                        return;
                    }
                    move(answer(weights), threshold, 1 / Math.sqrt(round));
                    mix();
                }
                floor = high <= threshold ? Math.max(floor, low) : Math.max(threshold, low);
                inVain = high - low > WORTHWHILE * width ? inVain + 1 : 0;
            }
        }

        private boolean isOpen(double below) {
            return high - below > NARROW * high;
        }

        private int worst(double[] means) {
            int worst = 0;
            for (int group = 1; group < means.length; group++) {
                worst = means[group] > means[worst] ? group : worst;
            }
            return worst;
        }

        /** More weight to groups above the threshold, less to those below. */
        private void move(double[] means, double threshold, double step) {
            double spread = 0;
            for (double mean : means) {
                spread = Math.max(spread, Math.abs(mean - threshold));
            }
            double sum = 0;
            for (int group = 0; group < weights.length; group++) {
                weights[group] *= spread == 0 ? 1 : Math.exp(step * (means[group] - threshold) / spread);
                sum += weights[group];
            }
            for (int group = 0; group < weights.length; group++) {
                weights[group] /= sum;
            }
        }

        /** The answer to weights that add up to 1: mean delays of the groups; the bracket may be narrower now. */
        private double[] answer(double[] to) {
            rounds++;
            String stage = "round " + rounds + " of weights for the worst mean delay";
            Effort part = effort.part(Math.max(1, effort.anytimeLeft() / ROUND_SHARE), effort.targetGap(), stage);
            Solution solution = new FleetSolver(inner).solve(groups.weighted(to, scale), part);
            effort.spend(Math.max(1, part.steps()));
            if (solution.bound().isPresent()) {
                isBounded = true;
                // Each model's delay in each slot is rounded by half a unit at most.
                double units = (double) solution.bound().getAsLong() - 0.5 * (double) groups.cells() - 1;
                low = Math.max(low, units / NANO / scale * (1 - ROUNDING));
            }
            answers.add(solution.plans());
            if (answers.size() > KEPT) {
                answers.remove(0);
            }
            double[] means = groups.means(solution.plans());
            take(solution.plans(), means[worst(means)]);
            effort.tell(stage);
            return means;
        }

        private void take(List<Plan> plans, double seconds) {
            if (seconds < high) {
                high = seconds;
                best = plans;
            }
        }

        private void mix() {
            Mixture mixture = new Mixture(fleet, groups, best);
            mixture.mix(answers);
            effort.spend(groups.cells() * answers.size());
            if (mixture.worst() < high && Limits.broken(fleet, mixture.plans()).isEmpty()) {
                take(mixture.plans(), mixture.worst());
            }
        }

        private void cheapen() {
            offer(best);
            double[] perSecond = new double[weights.length];
            try {
                for (int round = 1; round <= COST_ROUNDS && effort.anytimeLeft() > 0; round++) {
                    List<Plan> plans = cheapest(perSecond);
                    answers.add(plans);
                    double[] means = groups.means(plans);
                    if (isKept(means) && round == 1) {
                        // No limit was needed.
                        offer(plans);
                        return;
                    }
                    offer(plans);
                    charge(means, perSecond, 1 / Math.sqrt(round));
                }
            } catch (TooLargeException e) {
                effort.tell("the solver beneath is all or nothing, and there is too little work left for it");
            }
        }

        private boolean isKept(double[] means) {
            return means[worst(means)] <= high * (1 + ROUNDING);
        }

        /** Dearer means of the groups above the limit, cheaper ones of those below. */
        private void charge(double[] means, double[] perSecond, double step) {
            // Where nobody need wait a limit of nothing is no unit.
            double limit = Math.max(1 / NANO, high);
            double unit = (double) cost(best) / limit;
            double most = MOST_NANO_COST / perSecond.length / Math.max(1e-9, groups.longest());
            for (int group = 0; group < perSecond.length; group++) {
                double apart = Math.min(1, (means[group] - high) / limit);
                perSecond[group] = Math.max(0, Math.min(most, perSecond[group] + step * unit * apart));
            }
        }

        private List<Plan> cheapest(double[] perSecond) {
            String stage = "what costs least with no longer mean delay";
            Effort part = effort.part(Math.max(1, effort.anytimeLeft() / ROUND_SHARE), effort.targetGap(), stage);
            List<Plan> plans = new FleetSolver(inner)
                    .solve(groups.charged(perSecond), part)
                    .plans();
            effort.spend(Math.max(1, part.steps()));
            return plans;
        }

        /** Takes what plans come to that keep the limit, if that costs less. */
        private void offer(List<Plan> plans) {
            Mixture mixture = new Mixture(fleet, groups, plans);
            if (!isKept(groups.means(plans))) {
                mixture.mix(answers);
                effort.spend(groups.cells() * answers.size());
            }
            if (mixture.worst() > high * (1 + ROUNDING)) {
                return;
            }
            mixture.cheapen(high);
            List<Plan> cheaper = mixture.plans();
            if (isKept(groups.means(cheaper))
                    && Limits.broken(fleet, cheaper).isEmpty()
                    && cost(cheaper) < cost(best)) {
                best = cheaper;
            }
        }

        private long cost(List<Plan> plans) {
            return Solution.of(fleet, plans, OptionalLong.empty(), "").cost().total();
        }
    }
}
