package dev.berth.optimizer.solve.learned;

import dev.berth.optimizer.workload.GammaDraws;
import java.util.SplittableRandom;

/**
 * How noise is mixed into plans: {@code signal·plan + level·noise}, with the squares of both adding up to 1 (the cosine
 * schedule of A. Nichol, P. Dhariwal, 2021, without its offset).
 *
 * @param signal part of the plan, 0 to 1
 * @param level part of the noise, 0 to 1
 */
public record Noise(double signal, double level) {
    /**
     * What is mixed at a time.
     *
     * @param time from 0, the plan itself, to 1, nothing but noise
     */
    public static Noise at(double time) {
        return new Noise(StrictMath.cos(time * Math.PI / 2), StrictMath.sin(time * Math.PI / 2));
    }

    /** Standard normal values. */
    public static void draw(float[] to, SplittableRandom random) {
        for (int i = 0; i < to.length; i++) {
            to[i] = (float) GammaDraws.gaussian(random);
        }
    }
}
