package dev.berth.benchmarks;

import dev.berth.benchmarks.compare.Contestants;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.openjdk.jmh.Main;

/** JMH, where all contestants take part of whom none is named. */
public final class Bench {
    private static final String SOLVER = "solver=";

    private Bench() {}

    public static void main(String[] words) throws IOException {
        Main.main(withContestants(words));
    }

    /**
     * Words of JMH's command line.
     *
     * @return the same where they name a solver; else with the names of all contestants
     */
    public static String[] withContestants(String... words) {
        boolean named =
                Arrays.stream(words).anyMatch(word -> word.startsWith(SOLVER) || word.startsWith("-p" + SOLVER));
        return named
                ? words
                : Stream.concat(Arrays.stream(words), Stream.of("-p", SOLVER + String.join(",", Contestants.names())))
                        .toArray(String[]::new);
    }
}
