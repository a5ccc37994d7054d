package dev.berth.profiler.device;

import java.util.OptionalInt;

/**
 * A kind of device, found through {@code META-INF/services}, where the kinds stand in the order in which {@code auto}
 * looks for them.
 */
public interface DeviceKind {
    /** Its id, or what stands before the colon of a numbered one; one of {@link dev.berth.dataset.Vocabulary}. */
    String name();

    /** What people call it, for example {@code CUDA}. */
    String title();

    /** Whether a machine may have several, {@code NAME:0}, {@code NAME:1} and so on. */
    default boolean isNumbered() {
        return true;
    }

    /** How many can be opened here, >= 0. */
    int count();

    /** The number of the one that {@code auto} takes; empty where it takes none of this kind. */
    default OptionalInt preferred() {
        return count() > 0 ? OptionalInt.of(0) : OptionalInt.empty();
    }

    /**
     * Opens one.
     *
     * @param number from 0
     * @throws DeviceException with {@link DeviceException.Kind#NO_DEVICE} where the machine has no such device
     */
    Device open(int number);

    /** The id of one. */
    default String id(int number) {
        return isNumbered() ? name() + ":" + number : name();
    }

    /** The number in an id of this kind; empty for any other. */
    default OptionalInt number(String id) {
        if (!isNumbered()) {
            return id.equals(name()) ? OptionalInt.of(0) : OptionalInt.empty();
        }
        String number = id.startsWith(name() + ":") ? id.substring(name().length() + 1) : "";
        return number.matches("\\d{1,4}") ? OptionalInt.of(Integer.parseInt(number)) : OptionalInt.empty();
    }
}
