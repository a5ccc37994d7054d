package dev.berth.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts models × slots, so that JMH itself gives the time of one in its result, beside that of an operation. */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class ModelSlots {
    /** Added to by every operation. */
    public long modelSlots;
}
