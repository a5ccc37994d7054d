package dev.berth.optimizer.baseline;

import dev.berth.record.BadInputException;
import java.util.List;

/** Names of what keeps nothing, alike among solvers and policies. */
public final class Baseline {
    /** Every request is served by the cloud and nothing is kept or moved: what all others are held against. */
    public static final String ALL_CLOUD = "all-cloud";

    /**
     * Nothing but what is pinned is kept; each request is served by a download and a load, or by the cloud if sooner.
     */
    public static final String FETCH_PER_REQUEST = "fetch-per-request";

    /** What {@link #FETCH_PER_REQUEST} was called before it had a name that says what it does. */
    private static final String FORMER = "cloud-only";

    private Baseline() {}

    /**
     * A name that nothing has.
     *
     * @param kind of what was named, in words
     * @param names all there are
     */
    public static BadInputException unknown(String kind, String name, List<String> names) {
        String expected = name.equals(FORMER)
                ? ALL_CLOUD + ", where every request is served by the cloud, or " + FETCH_PER_REQUEST + ", which "
                        + FORMER + " was and which downloads a model for a request where that is sooner"
                : "one of " + String.join(", ", names);
        return new BadInputException("no " + kind + " '" + name + "', expected " + expected);
    }
}
