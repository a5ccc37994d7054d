package dev.berth.optimizer.simulate.serve;

import dev.berth.optimizer.problem.Service;

/**
 * A request as its user sent it.
 *
 * @param home server (index) of the user
 * @param model what is asked for (index among the home's)
 * @param arrivalNanos when the home got it, since the start of slot 0
 * @param work times the mean time of serving, > 0
 * @param share where in the distribution of serving times it is, 0 to 1
 * @param wayNanos what its user waits for the way to the home and back, wherever it is served, >= 0
 */
public record Request(int home, int model, long arrivalNanos, double work, double share, long wayNanos) {
    /** What its user waits where a server passes it on to the cloud at once, in nanoseconds. */
    public long cloudNanos(Service service, int server) {
        return server == home ? service.cloudNanos() : service.cloudNanos(wayNanos);
    }
}
