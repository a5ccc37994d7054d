package dev.berth.profiler.machine;

import dev.berth.profile.Reading;
import java.util.function.Function;

/** Combines readings without losing why one is absent. */
final class Readings {
    private Readings() {}

    /** Goes on with the value where there is one; else the reason stands. */
    static <A, B> Reading<B> then(Reading<A> reading, Function<A, Reading<B>> next) {
        if (reading instanceof Reading.Value<A> present) {
            return next.apply(present.value());
        }
        if (reading instanceof Reading.Failed<A> failure) {
            return Reading.failed(failure.failed());
        }
        return Reading.notSupported(reading.whyAbsent().orElseThrow());
    }
}
