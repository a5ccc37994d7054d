package dev.berth.optimizer.solve.learned.training;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.optimizer.solve.horizon.HorizonExact;
import dev.berth.optimizer.solve.learned.Denoiser;
import dev.berth.optimizer.solve.learned.DenoiserFile;
import dev.berth.optimizer.solve.learned.DenoiserFile.Training;
import dev.berth.optimizer.solve.learned.Learned;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.encog.ml.data.basic.BasicMLData;
import org.encog.ml.data.basic.BasicMLDataPair;
import org.encog.ml.data.basic.BasicMLDataSet;
import org.encog.neural.networks.training.propagation.sgd.StochasticGradientDescent;

/**
 * Trains a {@link Denoiser}: cheapest plans of seeded problems are mixed with noise, and the network is to say what was
 * there before, by least squares. One thread and sums in one order: the same seed gives the same weights.
 *
 * @param seed of problems, first weights and noise
 * @param problems to train on, >= 1
 * @param heldOut problems that it is held against, >= 1
 * @param epochs times that each is seen, >= 1
 */
public record Trainer(long seed, int problems, int heldOut, int epochs) {
    private static final double FIRST_RATE = 2e-3;
    private static final double LAST_RATE = 5e-5;

    /** Times of noise that the error is the mean of. */
    private static final double[] TIMES = {0.1, 0.3, 0.5, 0.7, 0.9};

    /** Weights are whole millionths: short in files. */
    private static final double ROUNDING = 1e6;

    /** Work that a problem may take to solve; another one is drawn in place of what takes more. */
    private static final SolveLimits LIMITS =
            new SolveLimits(256L << 20, SolveLimits.DEFAULT_NODES_PER_SLOT).withEffort(30_000_000, 0);

    public Trainer {
        if (problems < 1 || heldOut < 1 || epochs < 1) {
            throw new IllegalArgumentException("out of range: problems=" + problems + ", heldOut=" + heldOut
                    + ", epochs=" + epochs + ", expected >= 1");
        }
    }

    /** Who is told how far it is. */
    @FunctionalInterface
    public interface Progress {
        /** So many parts of it are done. */
        void step(String what, int done, int of);
    }

    /** The weights, and what they are worth on problems that they were not trained on. */
    public DenoiserFile run(Progress progress) {
        TrainingProblems drawn = new TrainingProblems(seed);
        List<Example> examples = examples(drawn, problems, "solving problems to train on", progress);
        List<Example> others = examples(drawn, heldOut, "solving problems to hold it against", progress);
        Denoiser denoiser = Denoiser.untrained(Denoiser.HIDDEN, seed);
        double lossBefore = loss(denoiser, others);
        double gapBefore = meanGap(untold(denoiser), others, progress);
        train(denoiser, examples, progress);
        double lossAfter = loss(denoiser, others);
        double gapAfter = meanGap(untold(denoiser), others, progress);
        return DenoiserFile.of(
                denoiser, new Training(seed, problems, epochs, heldOut, lossBefore, lossAfter, gapAfter, gapBefore));
    }

    /** The weights as they are, for planning. */
    private DenoiserFile untold(Denoiser denoiser) {
        return DenoiserFile.of(denoiser, new Training(seed, problems, epochs, heldOut, 0, 0, 0, 0));
    }

    private static List<Example> examples(TrainingProblems drawn, int count, String what, Progress progress) {
        List<Example> examples = new ArrayList<>();
        while (examples.size() < count) {
            progress.step(what, examples.size(), count);
            Problem problem = drawn.next();
            cheapest(problem).ifPresent(solution -> examples.add(new Example(problem, solution)));
        }
        return examples;
    }

    private static Optional<Solution> cheapest(Problem problem) {
        try {
            return Optional.of(new HorizonExact().solve(problem, new Effort(LIMITS)));
        } catch (TooLargeException tooMuchWork) {
            return Optional.empty();
        }
    }

    private void train(Denoiser denoiser, List<Example> examples, Progress progress) {
        BasicMLDataPair pair =
                new BasicMLDataPair(new BasicMLData(denoiser.layers().get(0)), new BasicMLData(1));
        BasicMLDataSet alone = new BasicMLDataSet();
        alone.add(pair);
        StochasticGradientDescent descent = new StochasticGradientDescent(denoiser.network(), alone);
        descent.setUpdateRule(new Adam());
        SplittableRandom random = new SplittableRandom(~seed);
        for (int epoch = 0; epoch < epochs; epoch++) {
            progress.step("training", epoch, epochs);
            descent.setLearningRate(FIRST_RATE * StrictMath.pow(LAST_RATE / FIRST_RATE, (double) epoch / epochs));
            for (int example = 0; example < examples.size(); example++) {
                // One noisy plan is a batch; the network has no other output than one value, squared errors sum up.
                examples.get(random.nextInt(examples.size())).show(random.nextDouble(), random, (inputs, value) -> {
                    System.arraycopy(inputs, 0, pair.getInputArray(), 0, inputs.length);
                    pair.getIdealArray()[0] = value;
                    descent.process(pair);
                });
                descent.update();
            }
        }
        double[] weights = denoiser.weights();
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.rint(weights[i] * ROUNDING) / ROUNDING;
        }
    }

    /** Mean square error, the same noise each time. */
    private static double loss(Denoiser denoiser, List<Example> examples) {
        SplittableRandom random = new SplittableRandom(1);
        double[] sum = new double[2];
        for (Example example : examples) {
            for (double time : TIMES) {
                example.show(time, random, (inputs, value) -> {
                    double error = denoiser.plan(inputs) - value;
                    sum[0] += error * error;
                    sum[1]++;
                });
            }
        }
        return sum[0] / sum[1];
    }

    private static double meanGap(DenoiserFile weights, List<Example> examples, Progress progress) {
        double sum = 0;
        for (int example = 0; example < examples.size(); example++) {
            progress.step("planning problems it was not trained on", example, examples.size());
            Example one = examples.get(example);
            double cost = (double)
                    Learned.with(weights).solve(one.problem(), LIMITS).cost().total();
            sum += one.cheapest() == 0 ? 0 : cost / (double) one.cheapest() - 1;
        }
        return sum / examples.size();
    }
}
