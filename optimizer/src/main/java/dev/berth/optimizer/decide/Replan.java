package dev.berth.optimizer.decide;

import dev.berth.optimizer.baseline.Baseline;
import java.util.Arrays;
import java.util.List;

/** When a plan that is followed in simulation gives way to a new one. */
public enum Replan {
    /** It does not. */
    NEVER("never", ""),
    /** Where requests differ from the forecast by more than chance. */
    DRIFT("drift", " anew on drift"),
    /** At the beginning of every slot. */
    EVERY_SLOT("every-slot", " anew every slot");

    private final String label;
    private final String suffix;

    Replan(String label, String suffix) {
        this.label = label;
        this.suffix = suffix;
    }

    /** The name on the command line and in files. */
    public String label() {
        return label;
    }

    /** What the name of a method ends with that plans so. */
    String suffix() {
        return suffix;
    }

    /** All names. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Replan::label).toList();
    }

    /**
     * The one of a name.
     *
     * @throws dev.berth.record.BadInputException where there is none
     */
    public static Replan named(String label) {
        return Arrays.stream(values())
                .filter(replan -> replan.label.equals(label))
                .findFirst()
                .orElseThrow(() -> Baseline.unknown("way to plan anew", label, labels()));
    }
}
