package dev.berth.optimizer.solve.ground;

import dev.berth.optimizer.problem.Problem;
import java.util.PriorityQueue;

/**
 * One residency a model, greedily: raises, as long as anything fits, the model whose saving is largest for the share of
 * the scarcest capacity that it takes. For one thread.
 */
public final class Raising {
    private final Problem problem;
    private final Room room;
    private final int choices;
    private final double[] whole;

    /** A model raised from where it is; of equal worth the first model and the lowest residency come first. */
    private record Rise(double worth, int model, int from, int to) implements Comparable<Rise> {
        @Override
        public int compareTo(Rise other) {
            int byWorth = Double.compare(other.worth, worth);
            int byModel = Integer.compare(model, other.model);
            return byWorth != 0 ? byWorth : byModel != 0 ? byModel : Integer.compare(to, other.to);
        }
    }

    public Raising(Problem problem) {
        this.problem = problem;
        room = new Room(problem);
        choices = problem.choices();
        whole = new double[room.resources()];
        for (int resource = 0; resource < whole.length; resource++) {
            whole[resource] = Math.max(1, room.left(resource));
        }
    }

    /**
     * Decides.
     *
     * @param costs of the residencies in nano-cost units, {@link Problem#choices} a model
     * @param residencies filled, one a model
     * @return what they cost
     */
    public long run(long[] costs, byte[] residencies) {
        room.takeLowest();
        PriorityQueue<Rise> rises = new PriorityQueue<>();
        long total = 0;
        for (int model = 0; model < residencies.length; model++) {
            residencies[model] = (byte) problem.lowest(model);
            total += costs[model * choices + residencies[model]];
            offer(rises, costs, model, residencies[model]);
        }
        // Room only gets less, so that what does not fit once never does.
        for (Rise rise = rises.poll(); rise != null; rise = rises.poll()) {
            if (rise.from() == residencies[rise.model()] && fits(rise)) {
                room.giveBack(rise.model(), rise.from());
                room.take(rise.model(), rise.to());
                residencies[rise.model()] = (byte) rise.to();
                total += costs[rise.model() * choices + rise.to()] - costs[rise.model() * choices + rise.from()];
                offer(rises, costs, rise.model(), rise.to());
            }
        }
        return total;
    }

    private void offer(PriorityQueue<Rise> rises, long[] costs, int model, int from) {
        for (int to = from + 1; to <= problem.highest(model); to++) {
            long saving = costs[model * choices + from] - costs[model * choices + to];
            if (saving > 0) {
                rises.add(new Rise(saving / share(model, from, to), model, from, to));
            }
        }
    }

    private boolean fits(Rise rise) {
        room.giveBack(rise.model(), rise.from());
        boolean fits = room.fits(rise.model(), rise.to());
        room.take(rise.model(), rise.from());
        return fits;
    }

    /** Largest share of any capacity that the rise takes; not zero, so that a rise that takes nothing comes first. */
    private double share(int model, int from, int to) {
        double share = 1e-12;
        for (int resource = 0; resource < whole.length; resource++) {
            double taken = (double) (room.use(resource, model, to) - room.use(resource, model, from));
            share = Math.max(share, taken / whole[resource]);
        }
        return share;
    }
}
