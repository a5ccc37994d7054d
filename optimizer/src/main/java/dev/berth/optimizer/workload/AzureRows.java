package dev.berth.optimizer.workload;

import dev.berth.record.BadInputException;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Rows {@code TIMESTAMP,ContextTokens,GeneratedTokens}, each given a model at random. */
final class AzureRows implements TraceRows {
    private static final String COLUMNS = "TIMESTAMP,ContextTokens,GeneratedTokens";

    private final int timestampColumn;
    private final int contextColumn;
    private final int generatedColumn;
    private final SplittableRandom random;

    /** Sum of the weights of the ranks up to each. */
    private final double[] upTo;

    /** Model of each rank. */
    private final int[] byRank;

    private int model;
    private double work;

    AzureRows(CsvLines header, TraceFile.Format.Azure2023 format, int models) {
        timestampColumn = TraceRows.require(header, "TIMESTAMP", COLUMNS);
        contextColumn = TraceRows.require(header, "ContextTokens", COLUMNS);
        generatedColumn = TraceRows.require(header, "GeneratedTokens", COLUMNS);
        random = new SplittableRandom(format.seed());
        byRank = Zipf.randomRanks(models, random);
        upTo = Zipf.weights(models, format.zipfExponent());
        for (int rank = 1; rank < models; rank++) {
            upTo[rank] += upTo[rank - 1];
        }
    }

    @Override
    public int timestampColumn() {
        return timestampColumn;
    }

    @Override
    public boolean take(CsvLines line) {
        if (Math.max(contextColumn, generatedColumn) >= line.cells()) {
            throw new BadInputException(
                    line.place() + ": " + line.cells() + " values, expected " + COLUMNS + " as in the header");
        }
        int found = Arrays.binarySearch(upTo, random.nextDouble());
        int rank = found < 0 ? -found - 1 : found + 1;
        // The weights may add up to a hair below 1.
        model = byRank[Math.min(rank, byRank.length - 1)];
        work = line.number(contextColumn) + line.number(generatedColumn);
        if (work == 0) {
            throw line.fault(generatedColumn, "a request of at least one token");
        }
        return true;
    }

    @Override
    public int model() {
        return model;
    }

    @Override
    public double work() {
        return work;
    }
}
