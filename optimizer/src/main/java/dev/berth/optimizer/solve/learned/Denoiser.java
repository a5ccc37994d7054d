package dev.berth.optimizer.solve.learned;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.encog.engine.network.activation.ActivationFunction;
import org.encog.engine.network.activation.ActivationLinear;
import org.encog.engine.network.activation.ActivationReLU;
import org.encog.neural.networks.BasicNetwork;
import org.encog.neural.networks.layers.BasicLayer;

/**
 * The network: of the {@link Inputs} of one cell it makes what the plan without noise has there, 1 for the mode that a
 * service is in and -1 for the others. Rectified linear units, so that the same weights give the same bits everywhere.
 * For one thread.
 */
public final class Denoiser {
    /** Sizes of the layers between inputs and output, unless told otherwise. */
    public static final List<Integer> HIDDEN = List.of(32, 16);

    private final BasicNetwork network = new BasicNetwork();
    private final List<Integer> layers;
    private final double[] output = new double[1];

    private Denoiser(List<Integer> layers) {
        this.layers = List.copyOf(layers);
        int last = layers.size() - 1;
        for (int layer = 0; layer <= last; layer++) {
            ActivationFunction activation = layer == 0 || layer == last ? new ActivationLinear() : new ActivationReLU();
            network.addLayer(new BasicLayer(activation, layer < last, layers.get(layer)));
        }
        network.getStructure().finalizeStructure();
    }

    /** With weights as they were trained. */
    static Denoiser of(DenoiserFile file) {
        Denoiser denoiser = new Denoiser(file.layers());
        double[] weights = denoiser.weights();
        for (int i = 0; i < weights.length; i++) {
            weights[i] = file.weights().get(i);
        }
        return denoiser;
    }

    /** Untrained: uniform weights of the size that K. He et al. (2015) have for rectified units. */
    public static Denoiser untrained(List<Integer> hidden, long seed) {
        Denoiser denoiser = new Denoiser(layers(hidden));
        SplittableRandom random = new SplittableRandom(seed);
        for (int layer = 0; layer + 1 < denoiser.layers.size(); layer++) {
            int inputs = denoiser.layers.get(layer);
            double most = StrictMath.sqrt(6.0 / inputs);
            for (int to = 0; to < denoiser.layers.get(layer + 1); to++) {
                for (int from = 0; from < inputs; from++) {
                    denoiser.network.setWeight(layer, from, to, most * (2 * random.nextDouble() - 1));
                }
                denoiser.network.setWeight(layer, inputs, to, 0);
            }
        }
        return denoiser;
    }

    private static List<Integer> layers(List<Integer> hidden) {
        List<Integer> layers = new ArrayList<>(List.of(Inputs.COUNT));
        layers.addAll(hidden);
        layers.add(1);
        return layers;
    }

    /** Sizes of all layers, inputs first. */
    public List<Integer> layers() {
        return layers;
    }

    /** The network as the library trains it. */
    public BasicNetwork network() {
        return network;
    }

    /** Its weights, in the order of the library; those that are written there count. */
    public double[] weights() {
        return network.getFlat().getWeights();
    }

    /** Work of a cell, in steps: ten weights or so take ten nanoseconds. */
    long steps() {
        return weights().length / 10 + 1L;
    }

    /** What the plan has in a cell. */
    public double plan(double[] inputs) {
        network.getFlat().compute(inputs, output);
        return output[0];
    }
}
