package dev.berth.optimizer.solve.learned;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Effort;
import java.util.SplittableRandom;

/**
 * Draws plans: noise that the network makes less and less of, by the deterministic steps of J. Song et al. (2021). For
 * one thread.
 */
final class Sampler {
    private final Cells cells;
    private final Problem problem;
    private final Inputs inputs;
    private final Denoiser denoiser;
    private final float[] noisy;
    private final float[] plan;

    Sampler(Cells cells, Denoiser denoiser) {
        this.cells = cells;
        this.denoiser = denoiser;
        problem = cells.problem();
        inputs = new Inputs(cells);
        noisy = new float[cells.count()];
        plan = new float[noisy.length];
    }

    /** Memory it takes, in bytes. */
    static long memoryBytes(Problem problem) {
        long cells = (long) problem.slots() * problem.models() * problem.choices();
        return Condition.memoryBytes(problem) + 2 * cells * Float.BYTES;
    }

    /** Work of one step, in steps of the effort. */
    long stepsOfOne() {
        return denoiser.steps() * noisy.length;
    }

    /**
     * Draws a plan, in fewer steps where there is no work left for more.
     *
     * @param steps of denoising, >= 1
     * @return a value for each cell, about -1 to 1, the larger the likelier; empty where not even one step was possible
     */
    float[] draw(int steps, SplittableRandom random, Effort effort) {
        Noise.draw(noisy, random);
        for (int step = 0; step < steps; step++) {
            if (effort.anytimeLeft() < stepsOfOne()) {
                return step == 0 ? new float[0] : plan;
            }
            Noise now = Noise.at((double) (steps - step) / steps);
            denoise(now.level());
            effort.spend(stepsOfOne());
            mix(now, Noise.at((double) (steps - step - 1) / steps));
        }
        return plan;
    }

    private void denoise(double level) {
        for (int slot = 0; slot < problem.slots(); slot++) {
            inputs.begin(slot, noisy);
            for (int model = 0; model < problem.models(); model++) {
                for (int mode = problem.lowest(model); mode <= problem.highest(model); mode++) {
                    plan[cells.at(slot, model, mode)] =
                            (float) denoiser.plan(inputs.of(slot, model, mode, noisy, level));
                }
            }
        }
    }

    private void mix(Noise now, Noise next) {
        for (int cell = 0; cell < noisy.length; cell++) {
            double clean = Math.max(-1, Math.min(1, plan[cell]));
            double noise = (noisy[cell] - now.signal() * clean) / now.level();
            noisy[cell] = (float) (next.signal() * clean + next.level() * noise);
        }
    }
}
