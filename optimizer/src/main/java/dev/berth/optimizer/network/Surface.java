package dev.berth.optimizer.network;

import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * A reflecting surface between the two ends of a channel: elements that each turn the phase of what they reflect, whose
 * waves add up at the receiver with that of the direct path.
 *
 * @param elements N, >= 1
 * @param transmitterMeters from the transmitter to the surface, >= 1
 * @param receiverMeters from the surface to the receiver, >= 1
 * @param pathLossExponent of both of these ways, >= 0
 * @param seed of random phases, each anew in every draw; empty where all are aligned, so that amplitudes add up
 */
public record Surface(
        int elements, double transmitterMeters, double receiverMeters, double pathLossExponent, OptionalLong seed) {
    /** What means over random phases are taken of: their spread is then some thousandths of them. */
    static final int DRAWS = 1000;

    private static final double CIRCLE = 2 * Math.PI;

    public Surface {
        if (elements < 1
                || !(transmitterMeters >= 1)
                || !(receiverMeters >= 1)
                || !(pathLossExponent >= 0)
                || Double.isInfinite(transmitterMeters + receiverMeters + pathLossExponent)) {
            throw new IllegalArgumentException("out of range: elements=" + elements + ", transmitterMeters="
                    + transmitterMeters + ", receiverMeters=" + receiverMeters + ", pathLossExponent="
                    + pathLossExponent + ", expected >= 1, >= 1, >= 1 and >= 0, all finite");
        }
    }

    /**
     * Power gains of the channel with the surface in it.
     *
     * @param direct amplitude gain of the direct path, >= 0
     * @param element amplitude gain by way of one element, >= 0
     * @return one for aligned phases, (direct + N·element)²; else one a draw
     */
    double[] powerGains(double direct, double element) {
        if (seed.isEmpty()) {
            double amplitude = direct + elements * element;
            return new double[] {amplitude * amplitude};
        }
        SplittableRandom random = new SplittableRandom(seed.getAsLong());
        double[] gains = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            double real = direct;
            double imaginary = 0;
            for (int number = 0; number < elements; number++) {
                double phase = CIRCLE * random.nextDouble();
                real += element * Math.cos(phase);
                imaginary += element * Math.sin(phase);
            }
            gains[draw] = real * real + imaginary * imaginary;
        }
        return gains;
    }
}
