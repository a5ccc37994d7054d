package dev.berth.optimizer.network;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A radio channel between two ends, the same in both directions. Its rate is Shannon's, {@code B·log2(1 + P·g /
 * (N0·B))} bits per second, with the power gain g of a path of d metres {@code 10^-((loss at 1 m + 10·exponent·log10 d)
 * / 10)}; the model of arXiv 2012.13533, whose figures are not taken over.
 *
 * @param bandwidthHertz B, > 0
 * @param distanceMeters d of the direct path, >= 1; empty where it is blocked, which a surface is needed for
 * @param pathLossAtOneMeterDecibels >= 0
 * @param pathLossExponent of the direct path, >= 0
 * @param noiseDecibelMilliwattsPerHertz N0: density of the noise at the receiver; -174 of heat alone at 290 K
 * @param surface a reflecting surface; empty where there is none
 */
public record Channel(
        double bandwidthHertz,
        OptionalDouble distanceMeters,
        double pathLossAtOneMeterDecibels,
        double pathLossExponent,
        double noiseDecibelMilliwattsPerHertz,
        Optional<Surface> surface) {
    private static final double BITS_PER_BYTE = 8;
    private static final double MILLIWATTS_PER_WATT = 1000;

    public Channel {
        if (!(bandwidthHertz > 0) || !(distanceMeters.orElse(1) >= 1) || !(pathLossExponent >= 0)) {
            throw new IllegalArgumentException("out of range: bandwidthHertz=" + bandwidthHertz + ", distanceMeters="
                    + distanceMeters + ", pathLossExponent=" + pathLossExponent + ", expected > 0, >= 1 and >= 0");
        }
        if (distanceMeters.isEmpty() && surface.isEmpty()) {
            throw new IllegalArgumentException("no path: expected distanceMeters or a surface");
        }
    }

    /** Power gain of a path: what of the power that is sent arrives. */
    private double powerGain(double meters, double exponent) {
        double lossDecibels = pathLossAtOneMeterDecibels + 10 * exponent * Math.log10(meters);
        return Math.pow(10, -lossDecibels / 10);
    }

    /** Power gains of all paths together; several where phases are drawn. */
    double[] powerGains() {
        double direct =
                distanceMeters.isPresent() ? Math.sqrt(powerGain(distanceMeters.getAsDouble(), pathLossExponent)) : 0;
        return surface.map(own -> own.powerGains(direct, elementGain(own))).orElse(new double[] {direct * direct});
    }

    /** Whether phases are drawn, so that rates are means. */
    public boolean isRandom() {
        return surface.map(own -> own.seed().isPresent()).orElse(false);
    }

    /** Amplitude gain by way of one element: of the way there times that of the way on. */
    private double elementGain(Surface own) {
        return Math.sqrt(powerGain(own.transmitterMeters(), own.pathLossExponent())
                * powerGain(own.receiverMeters(), own.pathLossExponent()));
    }

    /** The same with a surface of other size; where there is one. */
    public Channel withElements(int elements) {
        return withSurface(elements, surface.orElseThrow().seed());
    }

    /** The same with a surface of other size and phases; where there is one. */
    public Channel withSurface(int elements, OptionalLong seed) {
        Surface own = surface.orElseThrow();
        Surface other =
                new Surface(elements, own.transmitterMeters(), own.receiverMeters(), own.pathLossExponent(), seed);
        return new Channel(
                bandwidthHertz,
                distanceMeters,
                pathLossAtOneMeterDecibels,
                pathLossExponent,
                noiseDecibelMilliwattsPerHertz,
                Optional.of(other));
    }

    /**
     * Rate of what is sent with a power; with random phases the mean over draws.
     *
     * @param transmitPowerWatts P, > 0
     * @return bytes per second, >= 0; 0 where next to nothing arrives
     */
    public double bytesPerSecond(double transmitPowerWatts) {
        double noiseWatts = Math.pow(10, noiseDecibelMilliwattsPerHertz / 10) / MILLIWATTS_PER_WATT * bandwidthHertz;
        return Arrays.stream(powerGains())
                .map(gain -> bandwidthHertz
                        * (Math.log1p(transmitPowerWatts * gain / noiseWatts) / Math.log(2))
                        / BITS_PER_BYTE)
                .average()
                .orElse(0);
    }
}
