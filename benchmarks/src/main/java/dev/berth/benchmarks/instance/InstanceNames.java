package dev.berth.benchmarks.instance;

import dev.berth.optimizer.problem.Charging;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Function;

/** Names that an instance's name is made of, for those who type them. */
public final class InstanceNames {
    private InstanceNames() {}

    /** How limits stand to demand. */
    public static final class OfRegime implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return labels(Regime.values(), Regime::label);
        }
    }

    /** How demand moves. */
    public static final class OfShape implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return labels(DemandShape.values(), DemandShape::label);
        }
    }

    /** Who waits for a load. */
    public static final class OfCharging implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return labels(Charging.values(), Charging::label);
        }
    }

    private static <T> Iterator<String> labels(T[] values, Function<T, String> label) {
        return Arrays.stream(values).map(label).iterator();
    }
}
