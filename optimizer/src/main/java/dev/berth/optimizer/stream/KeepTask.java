package dev.berth.optimizer.stream;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.fleet.KeptBlock;
import dev.berth.optimizer.solve.fleet.RoundTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes plans of a block that keep its part of the link. */
record KeepTask(FleetJob job, RoundTerms terms, int division, ArrayList<long[]> budgets)
        implements BlockTask<KeptBlock> {
    @Override
    public KeptBlock run(int block) {
        List<Problem> servers = FleetServers.of(job).block(block);
        List<Plan> plans = new ArrayList<>();
        KeptBlock kept = KeptBlock.of(
                servers,
                BlockFile.plans(job.priced(terms, block), true, servers),
                budgets.get(block),
                terms.keeping(() -> false),
                plans);
        BlockFile.write(job.kept(terms.round(), division, block), Optional.empty(), plans);
        return kept;
    }
}
