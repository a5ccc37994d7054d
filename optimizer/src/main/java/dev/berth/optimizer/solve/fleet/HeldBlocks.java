package dev.berth.optimizer.solve.fleet;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** Blocks of servers that this process holds, on threads of its own. */
final class HeldBlocks implements FleetBlocks {
    private final List<Problem> servers;
    private final Solver solver;
    private final Workers workers;
    private final BooleanSupplier stop;
    private final int blocks;
    private final List<List<Plan>> wanted = new ArrayList<>();
    private final List<List<Plan>> kept = new ArrayList<>();
    private List<Plan> best = List.of();

    HeldBlocks(List<Problem> servers, Solver solver, Workers workers, BooleanSupplier stop) {
        this.stop = stop;
        this.servers = servers;
        this.solver = solver;
        this.workers = workers;
        blocks = FleetBlocks.blocks(servers.size());
        for (int block = 0; block < blocks; block++) {
            wanted.add(List.of());
            kept.add(List.of());
        }
    }

    @Override
    public int servers() {
        return servers.size();
    }

    private List<Problem> block(int block) {
        int first = block * BLOCK_SERVERS;
        return servers.subList(first, Math.min(servers.size(), first + BLOCK_SERVERS));
    }

    @Override
    public List<PricedBlock> price(RoundTerms terms, IntConsumer told) {
        AtomicInteger solved = new AtomicInteger();
        PricedBlock[] parts = new PricedBlock[blocks];
        workers.each(blocks, block -> {
            List<Plan> plans = new ArrayList<>();
            parts[block] = PricedBlock.solve(
                    block(block), terms, solver, plans, stop, () -> told.accept(solved.incrementAndGet()));
            wanted.set(block, plans);
        });
        return Arrays.asList(parts);
    }

    @Override
    public List<KeptBlock> keep(RoundTerms terms, List<long[]> budgets, IntConsumer told) {
        AtomicInteger planned = new AtomicInteger();
        KeptBlock[] parts = new KeptBlock[blocks];
        workers.each(blocks, block -> {
            List<Plan> plans = new ArrayList<>();
            parts[block] =
                    KeptBlock.of(block(block), wanted.get(block), budgets.get(block), terms.keeping(stop), plans);
            kept.set(block, plans);
            told.accept(planned.addAndGet(plans.size()));
        });
        return Arrays.asList(parts);
    }

    @Override
    public void takeOver(RoundTerms terms) {
        best = kept.stream().flatMap(List::stream).toList();
    }

    /** The plans that stay, one a server. */
    List<Plan> best() {
        return best;
    }
}
