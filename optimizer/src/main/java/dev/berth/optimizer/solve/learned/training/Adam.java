package dev.berth.optimizer.solve.learned.training;

import org.encog.neural.networks.training.propagation.sgd.StochasticGradientDescent;
import org.encog.neural.networks.training.propagation.sgd.update.UpdateRule;

/**
 * Adam (D. Kingma, J. Ba, 2015), as the library has it but for powers, which are multiplied up: the same bits on every
 * JDK.
 */
final class Adam implements UpdateRule {
    private static final double MEAN_DECAY = 0.9;
    private static final double SQUARE_DECAY = 0.999;
    private static final double EPSILON = 1e-8;

    private StochasticGradientDescent training;
    private double[] means = {};
    private double[] squares = {};
    private double meanPower = 1;
    private double squarePower = 1;

    @Override
    public void init(StochasticGradientDescent descent) {
        training = descent;
        means = new double[descent.getFlat().getWeights().length];
        squares = new double[means.length];
    }

    @Override
    public void update(double[] gradients, double[] weights) {
        meanPower *= MEAN_DECAY;
        squarePower *= SQUARE_DECAY;
        double rate = training.getLearningRate();
        for (int i = 0; i < weights.length; i++) {
            means[i] = MEAN_DECAY * means[i] + (1 - MEAN_DECAY) * gradients[i];
            squares[i] = SQUARE_DECAY * squares[i] + (1 - SQUARE_DECAY) * gradients[i] * gradients[i];
            double mean = means[i] / (1 - meanPower);
            double square = squares[i] / (1 - squarePower);
            // The library's gradients point downhill.
            weights[i] += rate * mean / (Math.sqrt(square) + EPSILON);
        }
    }
}
