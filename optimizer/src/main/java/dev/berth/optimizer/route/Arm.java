package dev.berth.optimizer.route;

import java.util.SplittableRandom;

/** What a bandit has seen of one server, or of all together; older answers may count less. */
final class Arm {
    /** Routed to, answered or not. */
    double chosen;

    private double answers;
    private double mean;

    /** Sum of squared deviations from the mean. */
    private double squares;

    double answers() {
        return answers;
    }

    double mean() {
        return mean;
    }

    /** Standard deviation of what was seen; 0 below two answers. */
    double deviation() {
        return answers > 1 ? Math.sqrt(squares / (answers - 1)) : 0;
    }

    /** Welford's update, which loses no digits to a large mean. */
    void see(double reward) {
        answers++;
        double apart = reward - mean;
        mean += apart / answers;
        squares += apart * (reward - mean);
    }

    /** Lets all that was seen count so much less. */
    void fade(double factor) {
        chosen *= factor;
        answers *= factor;
        squares *= factor;
    }

    /** How much a server may be hoped to be worth. */
    interface Hope {
        /**
         * The hope in one server.
         *
         * @param arm chosen at least once
         * @param all of all servers together
         */
        double of(Arm arm, Arm all);
    }

    /** Known and hoped for in the mean where nothing was answered yet. */
    private static double meanOf(Arm arm, Arm all) {
        return arm.answers > 0 ? arm.mean : all.mean;
    }

    /**
     * UCB1 (Auer, Cesa-Bianchi and Fischer, Machine Learning 47, 2002) with rewards in units of their standard
     * deviation, whose range is not known beforehand; with a memory the discounted form of Garivier and Moulines
     * (2011).
     */
    record Confidence(RouteTerms.Learning learning) implements Hope {
        @Override
        public double of(Arm arm, Arm all) {
            double width = Math.sqrt(2 * Math.log(Math.max(1, all.chosen)) / arm.chosen);
            return meanOf(arm, all) + learning.exploration() * all.deviation() * width;
        }
    }

    /**
     * Thompson sampling with a normal belief in the mean of each server: centred at what was seen, as wide as the
     * deviation of all rewards over the root of the answers. A server's own deviation would be 0 after few equal
     * answers.
     */
    record Belief(RouteTerms.Learning learning, SplittableRandom random) implements Hope {
        @Override
        public double of(Arm arm, Arm all) {
            double spread = 2 * learning.exploration() * all.deviation() / Math.sqrt(1 + arm.answers);
            return meanOf(arm, all) + spread * normal();
        }

        /** Box and Muller; a seed gives the same numbers on every JDK. */
        private double normal() {
            double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
            return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
        }
    }
}
