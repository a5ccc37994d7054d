package dev.berth.dataset;

import dev.berth.record.MayBeAbsent;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;

@Description("The instrument's own error.")
public record Instrument(
        @Description("smallest step seen between two readings of the monotonic clock") @Range(least = 0)
        long clockGranularityNanos,

        @Description("median cost of reading the clock once") @Range(least = 0)
        double clockReadNanos,

        @Description("median duration of a preload of zero bytes: what every total contains") @Range(least = 0)
        long emptyRunNanos,

        @Description("readings behind each median") @Range(least = 1)
        int n,

        @Description("power drawn before the session, at the counters that energy is told by") @MayBeAbsent
        Energy.Idle idle) {
    /** Of an instrument whose idle draw is not known. */
    public Instrument(long clockGranularityNanos, double clockReadNanos, long emptyRunNanos, int n) {
        this(clockGranularityNanos, clockReadNanos, emptyRunNanos, n, null);
    }

    public Instrument {
        Require.atLeast("clockGranularityNanos", clockGranularityNanos, 0);
        Require.notNegative("clockReadNanos", clockReadNanos);
        Require.atLeast("emptyRunNanos", emptyRunNanos, 0);
        Require.atLeast("n", n, 1);
        idle = idle == null ? Energy.Idle.unknown(Require.UNRECORDED) : idle;
    }

    /** The same with the power that was drawn before the session. */
    public Instrument with(Energy.Idle drawn) {
        return new Instrument(clockGranularityNanos, clockReadNanos, emptyRunNanos, n, drawn);
    }
}
