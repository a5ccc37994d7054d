package dev.berth.optimizer.stream;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.optimizer.solve.fleet.PricedBlock;
import dev.berth.optimizer.solve.fleet.RoundTerms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Solves the servers of a block at prices, but where that was finished before. */
record PriceTask(FleetJob job, RoundTerms terms) implements BlockTask<PricedBlock> {
    @Override
    public PricedBlock run(int block) {
        Path file = job.priced(terms, block);
        if (Files.exists(file)) {
            return BlockFile.priced(file);
        }
        List<Plan> plans = new ArrayList<>();
        PricedBlock priced = PricedBlock.solve(
                FleetServers.of(job).block(block), terms, Solvers.named(job.solver()), plans, () -> false, () -> {});
        BlockFile.write(file, Optional.of(priced), plans);
        return priced;
    }
}
