package dev.berth.optimizer.solve.fleet;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.Solver;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What the servers of a block come to, each by itself at the prices of the link. */
public final class PricedBlock implements Serializable {
    private static final long serialVersionUID = 1L;

    /** As many as a scenario may have. */
    private static final int MOST_SLOTS = 10_000_000;

    private final long bound;
    private final boolean isBounded;
    private final double[] wantedBytes;
    private final long pinnedBytes;
    private final long steps;

    private PricedBlock(long bound, boolean isBounded, double[] wantedBytes, long pinnedBytes, long steps) {
        this.bound = bound;
        this.isBounded = isBounded;
        this.wantedBytes = wantedBytes;
        this.pinnedBytes = pinnedBytes;
        this.steps = steps;
    }

    /** Writes it so that {@link #readFrom} gives the same. */
    public void writeTo(DataOutput out) throws IOException {
        out.writeLong(bound);
        out.writeBoolean(isBounded);
        out.writeLong(pinnedBytes);
        out.writeLong(steps);
        out.writeInt(wantedBytes.length);
        for (double bytes : wantedBytes) {
            out.writeDouble(bytes);
        }
    }

    /** Reads what {@link #writeTo} wrote. */
    public static PricedBlock readFrom(DataInput in) throws IOException {
        long bound = in.readLong();
        boolean isBounded = in.readBoolean();
        long pinnedBytes = in.readLong();
        long steps = in.readLong();
        int slots = in.readInt();
        if (slots < 1 || slots > MOST_SLOTS) {
            throw new IOException(slots + " slots");
        }
        double[] wantedBytes = new double[slots];
        for (int slot = 0; slot < slots; slot++) {
            wantedBytes[slot] = in.readDouble();
        }
        return new PricedBlock(bound, isBounded, wantedBytes, pinnedBytes, steps);
    }

    /** No plans cost less at these prices, nano-cost units; means nothing where not {@link #isBounded}. */
    long bound() {
        return bound;
    }

    /** Whether the solver knows a bound for every server. */
    boolean isBounded() {
        return isBounded;
    }

    /** What the plans download, in bytes, a value a slot; not to be written. */
    double[] wantedBytes() {
        return wantedBytes;
    }

    /** What models that must stay download in slot 0. */
    long pinnedBytes() {
        return pinnedBytes;
    }

    /** What solving took. */
    long steps() {
        return steps;
    }

    /**
     * Solves the servers of a block.
     *
     * @param servers of the block, in order
     * @param plans filled with their plans, in order
     * @param stop whether whoever asked wants no more work done
     * @param told after each server
     */
    public static PricedBlock solve(
            List<Problem> servers,
            RoundTerms terms,
            Solver solver,
            List<Plan> plans,
            BooleanSupplier stop,
            Runnable told) {
        double[] prices = terms.priceArray();
        long bound = 0;
        boolean isBounded = true;
        long pinned = 0;
        long steps = 0;
        double[] wanted = new double[servers.get(0).slots()];
        Link link = new Link(wanted.length, terms.linkBytesPerSlot());
        for (Problem server : servers) {
            Effort effort = terms.effort(stop);
            Solution solution = solver.solve(link.priced(link.within(server), prices), effort);
            plans.add(solution.plan());
            isBounded &= solution.bound().isPresent();
            bound += solution.bound().orElse(0);
            steps += effort.steps();
            Link.count(server, solution.plan(), wanted);
            for (int model = 0; model < server.models(); model++) {
                pinned += server.transferBytes(model, server.initialMode(model), server.lowest(model));
            }
            told.run();
        }
        return new PricedBlock(bound, isBounded, wanted, pinned, steps);
    }
}
