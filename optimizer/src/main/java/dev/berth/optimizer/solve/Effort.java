package dev.berth.optimizer.solve;

import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a solve may use, what it has used, and who is told how it goes; handed down to all that works for it. Counted in
 * steps as {@link SolveLimits#askedSteps} is, never in time. For one thread.
 */
public final class Effort {
    private final SolveLimits limits;
    private final Consumer<SolveProgress> listener;
    private final BooleanSupplier stop;
    private final long maxSteps;
    private final long anytimeSteps;
    private final double targetGap;
    private long steps;

    /** Nobody is told. */
    public Effort(SolveLimits limits) {
        this(limits, progress -> {});
    }

    /** @param listener told now and then; it must be quick */
    public Effort(SolveLimits limits, Consumer<SolveProgress> listener) {
        this(limits, listener, () -> false);
    }

    /**
     * @param listener told now and then; it must be quick
     * @param stop whether whoever asked wants no more work done: then nothing is left
     */
    public Effort(SolveLimits limits, Consumer<SolveProgress> listener, BooleanSupplier stop) {
        this(
                limits,
                listener,
                stop,
                limits.askedSteps().orElse(Long.MAX_VALUE),
                limits.anytimeSteps(),
                limits.targetGap());
    }

    private Effort(
            SolveLimits limits,
            Consumer<SolveProgress> listener,
            BooleanSupplier stop,
            long maxSteps,
            long anytimeSteps,
            double targetGap) {
        this.limits = limits;
        this.listener = listener;
        this.stop = stop;
        this.maxSteps = maxSteps;
        this.anytimeSteps = anytimeSteps;
        this.targetGap = targetGap;
    }

    /** Memory, seed and what else does not get less; {@link #left} and {@link #targetGap} are here. */
    public SolveLimits limits() {
        return limits;
    }

    /** Gap at which solvers that know a bound stop, as a share of the cost. */
    public double targetGap() {
        return targetGap;
    }

    /** Whether whoever asked wants no more work done. */
    public boolean isStopped() {
        return stop.getAsBoolean();
    }

    /** Steps that may still be used, >= 0. */
    public long left() {
        return isStopped() ? 0 : Math.max(0, maxSteps - steps);
    }

    /** The same for what could go on for ever. */
    public long anytimeLeft() {
        return isStopped() ? 0 : Math.max(0, anytimeSteps - steps);
    }

    public boolean isUsedUp() {
        return left() == 0;
    }

    /** Counts work. */
    public void spend(long more) {
        steps += more;
    }

    /** Steps used so far. */
    public long steps() {
        return steps;
    }

    /** Steps for one of several parts that are still to come, >= 1. */
    public long share(long parts) {
        return Math.max(1, left() / parts);
    }

    /**
     * What a part of the work may use; the caller counts what it used.
     *
     * @param most steps, >= 1; where no limit was asked for, of what could go on for ever
     * @param stage of the whole, told before that of the part
     */
    public Effort part(long most, double gap, String stage) {
        return new Effort(
                limits,
                progress -> listener.accept(SolveProgress.at(stage + ", " + progress.stage())),
                stop,
                limits.askedSteps().isPresent() ? most : Long.MAX_VALUE,
                most,
                gap);
    }

    /** The same of one of several parts that are solved side by side, of which nothing is told. */
    public Effort sidePart(long most, double gap) {
        return new Effort(
                limits, progress -> {}, stop, limits.askedSteps().isPresent() ? most : Long.MAX_VALUE, most, gap);
    }

    /** What one of many small parts of the work may use, of which nothing is told; the caller counts what it used. */
    public Effort part(long most, double gap) {
        return new Effort(limits, progress -> {}, stop, most, most, gap);
    }

    /** Tells how far it is where neither cost nor bound is known yet. */
    public void tell(String stage) {
        listener.accept(SolveProgress.at(stage));
    }

    /**
     * Tells how much of a stage is done; what was known of cost and bound stays so.
     *
     * @param done parts of equal length, 0 to {@code of}
     */
    public void tell(String stage, int done, int of) {
        listener.accept(SolveProgress.at(stage).part(done, of));
    }

    /** Tells how far it is. */
    public void tell(String stage, long cost, OptionalLong bound) {
        listener.accept(new SolveProgress(stage, OptionalLong.of(cost), bound));
    }

    /** A remark for people with, where it is so, that the limit ended what could have gone on. */
    public String note(String remark) {
        return anytimeLeft() == 0 && !isStopped() ? remark + ", ended by the time limit" : remark;
    }
}
