package dev.berth.optimizer.problem;

/** Costs in nano-cost units, laid out as the methods of {@link Problem} read them. */
final class Costs {
    /** The dearest plan costs less, so that no sum of costs overflows. */
    static final double MAX_TOTAL_NANO_COST = 1L << 61;

    final int choices;

    /** What is kept costs in a slot, {@link #choices} values a service. */
    final long[] resources;

    /** Everything else that a slot costs, {@link #choices} values a service, the services of slot 0 first. */
    final long[] delays;

    Costs(int choices, long[] resources, long[] delays) {
        this.choices = choices;
        this.resources = resources;
        this.delays = delays;
    }

    /** The same resources with other delays. */
    Costs with(long[] otherDelays) {
        return new Costs(choices, resources, otherDelays);
    }

    /** No plan costs more, in nano-cost units. */
    double dearest(Switching switching) {
        int services = resources.length / choices;
        long[] moves = new long[services];
        for (int service = 0; service < services; service++) {
            moves[service] = switching.dearest(service);
        }
        double worst = 0;
        for (int cell = 0; cell < delays.length / choices; cell++) {
            worst += (double) most(delays, cell);
            worst += (double) most(resources, cell % services);
            worst += (double) moves[cell % services];
        }
        return worst;
    }

    private long most(long[] costs, int cell) {
        long most = 0;
        for (int mode = 0; mode < choices; mode++) {
            most = Math.max(most, costs[cell * choices + mode]);
        }
        return most;
    }
}
