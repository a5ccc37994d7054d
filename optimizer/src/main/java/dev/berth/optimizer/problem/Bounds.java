package dev.berth.optimizer.problem;

/** Which modes each service may have, and which it begins with; indices of modes, one value a service. */
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
