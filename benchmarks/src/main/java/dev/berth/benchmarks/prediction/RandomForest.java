package dev.berth.benchmarks.prediction;

import dev.berth.predict.Opponent;
import dev.berth.predict.Work;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;

/**
 * A random forest (L. Breiman, 2001) of regression trees over the logarithms of what a load is made of, as Tribuo grows
 * it: no form of the delay is assumed. Trees say nothing beyond the largest model they saw.
 */
public final class RandomForest implements Opponent {
    private static final int TREES = 200;
    private static final int DEEPEST = 12;
    private static final float LEAST_WEIGHT = 1;
    private static final float FEATURES_A_SPLIT = 0.95f;
    private static final long SEED = 1;
    private static final String DELAY = "delay";

    /** Held, since a logger that nobody holds is forgotten, and its level with it. */
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

    static {
        // Of each tree a line.
        TRIBUO.setLevel(Level.WARNING);
    }

    @Override
    public String name() {
        return "random forest";
    }

    @Override
    public ToDoubleFunction<Work> fit(List<Work> works, List<Double> nanos) {
        RegressionFactory factory = new RegressionFactory();
        MutableDataset<Regressor> models =
                new MutableDataset<>(new SimpleDataSourceProvenance("models", factory), factory);
        for (int i = 0; i < works.size(); i++) {
            models.add(example(works.get(i), StrictMath.log(nanos.get(i))));
        }
        CARTRegressionTrainer tree = new CARTRegressionTrainer(
                DEEPEST, LEAST_WEIGHT, 0, FEATURES_A_SPLIT, false, new MeanSquaredError(), SEED);
        Model<Regressor> forest = new RandomForestTrainer<>(tree, new AveragingCombiner(), TREES, SEED).train(models);
        return work ->
                StrictMath.exp(forest.predict(example(work, 0)).getOutput().getValues()[0]);
    }

    private static Example<Regressor> example(Work work, double logarithm) {
        Map<String, Double> features = new TreeMap<>(Map.of(
                "bytes",
                logarithm(work.bytes()),
                "files",
                logarithm(work.files()),
                "tensors",
                logarithm(work.tensors()),
                "headerReads",
                logarithm(work.headerReads()),
                "headerBytes",
                logarithm(work.headerBytes()),
                "format " + work.format(),
                1.0));
        String[] names = features.keySet().toArray(String[]::new);
        double[] values =
                features.values().stream().mapToDouble(Double::doubleValue).toArray();
        return new ArrayExample<>(new Regressor(DELAY, logarithm), names, values);
    }

    private static double logarithm(long count) {
        return StrictMath.log(1.0 + count);
    }
}
