package dev.berth.record;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;
import java.util.Optional;

/**
 * The outcome of reading one quantity: a value, "not supported here", or "failed". Never a sentinel: a 0 that means
 * "could not read" cannot be told from a real 0.
 *
 * <p>JSON: {@code {"value": 12, "provenance": "measured"}}, {@code {"notSupported": "why"}} or {@code {"failed":
 * "why"}}.
 *
 * @param <T> type of the value
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
    @JsonSubTypes.Type(Reading.Value.class),
    @JsonSubTypes.Type(Reading.NotSupported.class),
    @JsonSubTypes.Type(Reading.Failed.class)
})
public sealed interface Reading<T> {
    /**
     * A value that was obtained.
     *
     * @param value the value, not null
     * @param provenance how it was obtained
     */
    record Value<T>(T value, Provenance provenance) implements Reading<T> {
        public Value {
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(provenance, "provenance");
            if (value instanceof Double number && !Double.isFinite(number)) {
                throw new IllegalArgumentException("out of range: value=" + value + ", expected a finite number");
            }
        }
    }

    /**
     * The quantity does not exist, or cannot be read, on this machine.
     *
     * @param notSupported why, one line for people
     */
    record NotSupported<T>(String notSupported) implements Reading<T> {
        public NotSupported {
            Objects.requireNonNull(notSupported, "notSupported");
        }
    }

    /**
     * The quantity exists and reading it went wrong.
     *
     * @param failed what went wrong, one line for people
     */
    record Failed<T>(String failed) implements Reading<T> {
        public Failed {
            Objects.requireNonNull(failed, "failed");
        }
    }

    static <T> Reading<T> measured(T value) {
        return new Value<>(value, Provenance.MEASURED);
    }

    static <T> Reading<T> derived(T value) {
        return new Value<>(value, Provenance.DERIVED);
    }

    static <T> Reading<T> notSupported(String why) {
        return new NotSupported<>(why);
    }

    static <T> Reading<T> failed(String why) {
        return new Failed<>(why);
    }

    /** The value where there is one. */
    default Optional<T> optional() {
        return this instanceof Value<T> present ? Optional.of(present.value()) : Optional.empty();
    }

    /** Why there is no value; empty where there is one. */
    default Optional<String> whyAbsent() {
        if (this instanceof NotSupported<T> absent) {
            return Optional.of(absent.notSupported());
        }
        return this instanceof Failed<T> failure ? Optional.of(failure.failed()) : Optional.empty();
    }
}
