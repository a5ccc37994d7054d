package dev.berth.optimizer.scenario.services;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws when new versions arrive. The same figures give the same slots on every JDK. */
final class Versions {
    /** Most versions of a service: each has modes of its own. */
    static final int MOST = 20;

    private static final double SECONDS_PER_DAY = 86_400;

    private Versions() {}

    /**
     * First slots that begin after a version has arrived, ascending; more than {@link #MOST} are not drawn to the end.
     *
     * @param perDay mean of versions in a day, > 0
     * @param slots >= 1
     * @param slotSeconds > 0
     */
    static List<Integer> drawn(double perDay, long seed, int slots, double slotSeconds) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Integer> drawn = new ArrayList<>();
        double seconds = 0;
        while (drawn.size() <= MOST) {
            seconds -= StrictMath.log(1 - random.nextDouble()) / perDay * SECONDS_PER_DAY;
            double slot = Math.ceil(seconds / slotSeconds);
            if (slot >= slots) {
                break;
            }
            if (drawn.isEmpty() || drawn.get(drawn.size() - 1) != (int) slot) {
                drawn.add((int) slot);
            }
        }
        return drawn;
    }
}
