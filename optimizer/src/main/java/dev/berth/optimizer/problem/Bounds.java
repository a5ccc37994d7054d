package dev.berth.optimizer.problem;

/** Which residencies each model may have, and which it begins with; indices of {@link Residency}, one value a model. */
final class Bounds {
    final byte[] initial;
    final byte[] lowest;
    final byte[] highest;

    Bounds(byte[] initial, byte[] lowest, byte[] highest) {
        this.initial = initial;
        this.lowest = lowest;
        this.highest = highest;
    }
}
