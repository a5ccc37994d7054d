package dev.berth.optimizer.spark;

import dev.berth.optimizer.stream.BlockEngine;
import dev.berth.optimizer.stream.BlockEngineFactory;

/** Engines for the masters of Apache Spark that run in this process or stand alone. */
public final class SparkEngineFactory implements BlockEngineFactory {
    @Override
    public boolean takes(String master) {
        return master.startsWith("local") || master.startsWith("spark://");
    }

    @Override
    public BlockEngine open(String master) {
        return new SparkEngine(master);
    }
}
