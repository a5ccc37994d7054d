package dev.berth.optimizer.route;

import java.util.Map;

/**
 * What lies between servers: a delay each way, and a rate where requests and answers have a size.
 *
 * @param delayNanos one way between any two servers, >= 0
 * @param between the same for single pairs (indices, the smaller one first), instead
 * @param requestNanos sending a request's bytes, >= 0
 * @param answerNanos sending an answer's bytes, >= 0
 */
public record Network(long delayNanos, Map<Pair, Long> between, long requestNanos, long answerNanos) {
    public Network {
        between = Map.copyOf(between);
        if (delayNanos < 0
                || requestNanos < 0
                || answerNanos < 0
                || between.values().stream().anyMatch(nanos -> nanos < 0)) {
            throw new IllegalArgumentException("out of range: delayNanos=" + delayNanos + ", between=" + between
                    + ", requestNanos=" + requestNanos + ", answerNanos=" + answerNanos + ", expected >= 0");
        }
    }

    /** The same delay between any two servers, and bytes that take no time. */
    public static Network of(long delayNanos) {
        return new Network(delayNanos, Map.of(), 0, 0);
    }

    /** Two servers (indices), whichever way. */
    public record Pair(int one, int other) {
        /** In either order. */
        public static Pair of(int one, int other) {
            return new Pair(Math.min(one, other), Math.max(one, other));
        }
    }

    private long oneWayNanos(int from, int to) {
        return between.isEmpty() ? delayNanos : between.getOrDefault(Pair.of(from, to), delayNanos);
    }

    /** From when the home has a request until another server has it; 0 where that is the home. */
    public long requestNanos(int home, int server) {
        return home == server ? 0 : oneWayNanos(home, server) + requestNanos;
    }

    /** From when a server has the answer until the home has it; 0 where that is the home. */
    public long answerNanos(int home, int server) {
        return home == server ? 0 : oneWayNanos(home, server) + answerNanos;
    }
}
