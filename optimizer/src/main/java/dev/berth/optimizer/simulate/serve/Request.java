package dev.berth.optimizer.simulate.serve;

/**
 * A request as its user sent it.
 *
 * @param home server (index) of the user
 * @param model what is asked for (index among the home's)
 * @param arrivalNanos when the home got it, since the start of slot 0
 * @param work times the mean time of serving, > 0
 * @param share where in the distribution of serving times it is, 0 to 1
 */
public record Request(int home, int model, long arrivalNanos, double work, double share) {}
