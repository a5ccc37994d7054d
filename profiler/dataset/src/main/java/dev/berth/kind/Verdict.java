package dev.berth.kind;

import java.util.List;

/**
 * What is wrong with a file.
 *
 * @param faults one line for people each; none where the file is right
 * @param infeasible whether the file is right but for this: what it asks for cannot be had
 */
public record Verdict(List<String> faults, boolean infeasible) {
    public Verdict {
        faults = List.copyOf(faults);
    }

    /** Of a file with these faults, or none. */
    public static Verdict of(List<String> faults) {
        return new Verdict(faults, false);
    }

    /** Of a file that asks for what cannot be had. */
    public static Verdict infeasible(String fault) {
        return new Verdict(List.of(fault), true);
    }
}
