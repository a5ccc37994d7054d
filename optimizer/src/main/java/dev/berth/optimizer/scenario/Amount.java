package dev.berth.optimizer.scenario;

import java.util.Locale;

/**
 * A capacity: bytes, or a share of what all models of the dataset take together.
 *
 * @param value bytes, or a share from 0 to 1
 * @param isFraction whether it is a share
 */
public record Amount(double value, boolean isFraction) {
    /** The capacity in bytes, where all models together take {@code totalBytes}. */
    long bytes(double totalBytes) {
        return (long) Math.floor(isFraction ? value * totalBytes : value);
    }

    @Override
    public String toString() {
        return isFraction ? String.format(Locale.ROOT, "%.0f %% of all models", value * 100) : value + " bytes";
    }
}
