package dev.berth.optimizer.stream;

import dev.berth.optimizer.solve.fleet.FleetBlocks;
import dev.berth.optimizer.solve.fleet.KeptBlock;
import dev.berth.optimizer.solve.fleet.PricedBlock;
import dev.berth.optimizer.solve.fleet.RoundTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Blocks whose plans lie in files, worked on by an engine. */
final class StreamedBlocks implements FleetBlocks {
    private final FleetJob job;
    private final int servers;
    private final BlockEngine engine;
    private int round;
    private int divisions;
    private WriteTask best;

    StreamedBlocks(FleetJob job, int servers, BlockEngine engine) {
        this.job = job;
        this.servers = servers;
        this.engine = engine;
        best = new WriteTask(job, 0, 0);
    }

    @Override
    public int servers() {
        return servers;
    }

    private int blocks() {
        return FleetBlocks.blocks(servers);
    }

    @Override
    public List<PricedBlock> price(RoundTerms terms, IntConsumer told) {
        return engine.run("round " + terms.round(), blocks(), new PriceTask(job, terms), inServers(told));
    }

    @Override
    public List<KeptBlock> keep(RoundTerms terms, List<long[]> budgets, IntConsumer told) {
        divisions = terms.round() == round ? divisions + 1 : 0;
        round = terms.round();
        return engine.run(
                "plans of round " + round,
                blocks(),
                new KeepTask(job, terms, divisions, new ArrayList<>(budgets)),
                inServers(told));
    }

    @Override
    public void takeOver(RoundTerms terms) {
        best = new WriteTask(job, round, divisions);
    }

    /** Writes the plans that stay. */
    List<WrittenBlock> write(IntConsumer told) {
        return engine.run("plans as Parquet", blocks(), best, inServers(told));
    }

    private IntConsumer inServers(IntConsumer told) {
        return blocks -> told.accept(Math.min(servers, blocks * BLOCK_SERVERS));
    }
}
