package dev.berth.record;

import java.util.ArrayList;
import java.util.List;

/**
 * Input that cannot be used. The message is one line for people: it names the file, the place in it and the value, says
 * what was expected and what to do. Where there are several faults, each has a line of its own.
 */
public class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Serializable, which {@link List} is not by its type. */
    private final ArrayList<String> faults;

    public BadInputException(String message) {
        super(message);
        faults = new ArrayList<>(List.of(String.valueOf(message)));
    }

    public BadInputException(String message, Throwable cause) {
        super(message, cause);
        faults = new ArrayList<>(List.of(String.valueOf(message)));
    }

    /**
     * Several faults told at once.
     *
     * @param faults one line each, at least one; the message is all of them, parted by {@code "; "}
     */
    public BadInputException(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = new ArrayList<>(faults);
    }

    /** Every fault, one line for people each. */
    public List<String> faults() {
        return List.copyOf(faults);
    }
}
