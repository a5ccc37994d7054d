package dev.berth.profiler.machine;

import dev.berth.record.Reading;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes and combines readings without losing why one is absent. */
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

    /** The first reading where it has a value, else the second, whose reason then stands. */
    static <T> Reading<T> or(Reading<T> first, Supplier<Reading<T>> second) {
        return first instanceof Reading.Value<T> ? first : second.get();
    }

    /** Asks a library; whatever it throws makes the reading fail instead of the program. */
    static <T> Reading<T> ask(String what, Supplier<Reading<T>> question) {
        try {
            return question.get();
        } catch (RuntimeException | LinkageError e) {
            return Reading.failed(what + ": " + e.toString().lines().findFirst().orElse(""));
        }
    }

    /** A count or size that a library gives as 0 or below where it does not know it. */
    static Reading<Long> positive(String what, long value) {
        return value > 0 ? Reading.measured(value) : Reading.notSupported(what + " is not told by the system");
    }

    /** As {@link #positive}, for small counts. */
    static Reading<Integer> positiveCount(String what, int value) {
        return value > 0 ? Reading.measured(value) : Reading.notSupported(what + " is not told by the system");
    }

    /** A text that a library gives as empty or {@code unknown} where it does not know it. */
    static Reading<String> known(String what, String value) {
        return value == null || value.isBlank() || value.strip().equalsIgnoreCase("unknown")
                ? Reading.notSupported(what + " is not told by the system")
                : Reading.measured(value.strip());
    }
}
