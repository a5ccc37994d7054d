package dev.berth.profiler.run;

import dev.berth.record.BadInputException;

/**
 * Whether a run takes samples of the machine around and within itself. Always, except where its own cost is to be found
 * out: the system property {@code berth.sampling} then turns it off, or off for every other repetition. Runs without
 * samples prove nothing and enter no profile.
 */
enum Sampling {
    ON,
    OFF,
    ALTERNATE;

    private static final String PROPERTY = "berth.sampling";

    /** @throws BadInputException where the property names none of these */
    static Sampling ofThisProcess() {
        return of(System.getProperty(PROPERTY, "on"));
    }

    static Sampling of(String word) {
        for (Sampling sampling : values()) {
            if (sampling.name().equalsIgnoreCase(word)) {
                return sampling;
            }
        }
        throw new BadInputException(PROPERTY + "=" + word + ": expected on, off or alternate");
    }

    /** @param repetition negative for warm-up runs */
    boolean samples(int repetition) {
        return switch (this) {
            case ON -> true;
            case OFF -> false;
            case ALTERNATE -> Math.floorMod(repetition, 2) == 0;
        };
    }
}
