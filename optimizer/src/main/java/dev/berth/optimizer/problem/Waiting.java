package dev.berth.optimizer.problem;

import java.util.Arrays;
import java.util.OptionalDouble;

/** Expected requests and what one request of each model meets; delays of {@link Problem.Costs} are made from it. */
final class Waiting {
    private static final double NANO = 1e9;

    final double slotSeconds;
    private final Prices prices;

    /** Most modes of a service. */
    final int choices;

    /** What one request meets in slots of each kind. */
    private final Request[] perKind;

    /** Kind of each slot; empty where all are of one. */
    private final byte[] kinds;

    /** What one request waits in seconds that the cloud serves, one a model. */
    private final double[] cloudSeconds;

    /** What of the waiting is the way of the server's own users to it and back, one a model. */
    private final double[] waySeconds;

    /** Whether requests that find a model absent are served by a download and a load, one a model. */
    private final boolean[] fetched;

    /**
     * Expected requests of a slot beyond which modes cannot be chosen there, {@link #choices} values a service; empty
     * where there is no such limit.
     */
    final double[] mostRequests;

    /**
     * More than what a service can cost in a slot beside waiting, one a service: keeping it, going to another mode and
     * back. In all slots together, waiting included, it is what a mode costs where it cannot be chosen.
     */
    private final long[] barriers;

    /** Expected requests, the models of slot 0 first. */
    final double[] requests;

    /** What one request meets, {@code choices} values a service. */
    static final class Request {
        /** What it waits. */
        final double[] delaySeconds;

        /** What its answer lacks of full quality, 0 to 1. */
        final double[] losses;

        /** Whether what is kept serves it. */
        final boolean[] held;

        Request(double[] delaySeconds, double[] losses, boolean[] held) {
            this.delaySeconds = delaySeconds;
            this.losses = losses;
            this.held = held;
        }
    }

    Waiting(
            double slotSeconds,
            Prices prices,
            int choices,
            Request[] perKind,
            byte[] kinds,
            double[] cloudSeconds,
            double[] waySeconds,
            boolean[] fetched,
            double[] mostRequests,
            long[] barriers,
            double[] requests) {
        this.mostRequests = mostRequests;
        this.barriers = barriers;
        this.slotSeconds = slotSeconds;
        this.prices = prices;
        this.choices = choices;
        this.perKind = perKind;
        this.kinds = kinds;
        this.cloudSeconds = cloudSeconds;
        this.waySeconds = waySeconds;
        this.fetched = fetched;
        this.requests = requests;
    }

    /** Of services that requests are not told of. */
    static Waiting unknown(int choices) {
        Request nothing = new Request(new double[0], new double[0], new boolean[0]);
        Prices none = new Prices(0, 0, 0, 0, 0);
        return new Waiting(
                1,
                none,
                choices,
                new Request[] {nothing},
                new byte[0],
                new double[0],
                new double[0],
                new boolean[0],
                new double[0],
                new long[0],
                new double[0]);
    }

    /**
     * The same models with other demand.
     *
     * @param firstSlot slot of these models that the demand begins with
     */
    Waiting with(int firstSlot, double[] otherRequests) {
        byte[] otherKinds = kinds.length == 0
                ? kinds
                : Arrays.copyOfRange(kinds, firstSlot, firstSlot + otherRequests.length / models());
        return new Waiting(
                slotSeconds,
                prices,
                choices,
                perKind,
                otherKinds,
                cloudSeconds,
                waySeconds,
                fetched,
                mostRequests,
                barriers,
                otherRequests);
    }

    /** The same models, and after them others that nobody asks for and that cost nothing. */
    Waiting with(int others) {
        Request[] otherKinds = new Request[perKind.length];
        for (int kind = 0; kind < perKind.length; kind++) {
            int length = (models() + others) * choices;
            otherKinds[kind] = new Request(
                    Arrays.copyOf(perKind[kind].delaySeconds, length),
                    Arrays.copyOf(perKind[kind].losses, length),
                    Arrays.copyOf(perKind[kind].held, length));
        }
        int all = models() + others;
        double[] otherRequests = new double[requests.length / models() * all];
        for (int slot = 0; slot < otherRequests.length / all; slot++) {
            System.arraycopy(requests, slot * models(), otherRequests, slot * all, models());
        }
        return new Waiting(
                slotSeconds,
                prices,
                choices,
                otherKinds,
                kinds,
                Arrays.copyOf(cloudSeconds, all),
                Arrays.copyOf(waySeconds, all),
                Arrays.copyOf(fetched, all),
                withoutLimit(others),
                Arrays.copyOf(barriers, all),
                otherRequests);
    }

    private double[] withoutLimit(int others) {
        if (mostRequests.length == 0) {
            return mostRequests;
        }
        double[] most = Arrays.copyOf(mostRequests, mostRequests.length + others * choices);
        Arrays.fill(most, mostRequests.length, most.length, Double.POSITIVE_INFINITY);
        return most;
    }

    /**
     * The same where nothing costs but what requests wait, and those of some models more than of others.
     *
     * @param weights what a second that one request waits costs, one a model
     */
    Waiting weighted(double[] weights) {
        double[] weighted = new double[requests.length];
        for (int cell = 0; cell < weighted.length; cell++) {
            weighted[cell] = requests[cell] * weights[cell % models()];
        }
        // A limit of requests is met by as many of them as before.
        double[] most = mostRequests.clone();
        for (int mode = 0; mode < most.length; mode++) {
            double weight = weights[mode / choices];
            most[mode] = weight == 0 ? Double.POSITIVE_INFINITY : most[mode] * weight;
        }
        Prices delayAlone = new Prices(0, 0, 0, 1, 0);
        return new Waiting(
                slotSeconds,
                delayAlone,
                choices,
                perKind,
                kinds,
                cloudSeconds,
                waySeconds,
                fetched,
                most,
                barriers,
                weighted);
    }

    /** What one request waits in seconds. */
    double seconds(int slot, int model, int mode) {
        return request(slot).delaySeconds[model * choices + mode];
    }

    /** The same where the cloud serves it. */
    double cloudSeconds(int model) {
        return cloudSeconds[model];
    }

    int models() {
        return cloudSeconds.length;
    }

    private Request request(int slot) {
        return perKind[kinds.length == 0 ? 0 : kinds[slot]];
    }

    /** What one request costs in slots of the first kind, in nano-cost units. */
    double requestCost(int model, int mode) {
        int at = model * choices + mode;
        double loss = prices.qualityPerRequest() * perKind[0].losses[at];
        return prices.delayPerSecond() * perKind[0].delaySeconds[at] * NANO + loss * NANO;
    }

    /** {@link #choices} values a service, the services of slot 0 first, in nano-cost units. */
    long[] delays() {
        int models = models();
        long[] delays = new long[requests.length * choices];
        for (int cell = 0; cell < requests.length; cell++) {
            double weight = prices.delayPerSecond() * requests[cell];
            double[] seconds = request(cell / models).delaySeconds;
            int model = cell % models;
            for (int mode = 0; mode < choices; mode++) {
                delays[cell * choices + mode] = nanoCost(weight * seconds[model * choices + mode]);
            }
        }
        if (prices.qualityPerRequest() > 0) {
            addLosses(delays);
        }
        if (mostRequests.length > 0) {
            bar(delays);
        }
        return delays;
    }

    /** Makes modes that cannot be chosen dearer than whatever a service may cost in all slots. */
    private void bar(long[] delays) {
        long[] most = new long[models()];
        for (int cell = 0; cell < requests.length; cell++) {
            int model = cell % models();
            long dearest = barriers[model];
            for (int mode = 0; mode < choices; mode++) {
                dearest = Math.max(dearest, sum(barriers[model], delays[cell * choices + mode]));
            }
            most[model] = sum(most[model], dearest);
        }
        for (int cell = 0; cell < requests.length; cell++) {
            int model = cell % models();
            for (int mode = 0; mode < choices; mode++) {
                if (requests[cell] > mostRequests[model * choices + mode]) {
                    delays[cell * choices + mode] = most[model];
                }
            }
        }
    }

    /** Where that is more than fits it stays as high as it goes, which is told. */
    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    /** Whether a mode can be chosen in a slot. */
    boolean isLetThrough(int slot, int model, int mode) {
        return mostRequests.length == 0 || requests[slot * models() + model] <= mostRequests[model * choices + mode];
    }

    private void addLosses(long[] delays) {
        for (int cell = 0; cell < requests.length; cell++) {
            for (int mode = 0; mode < choices; mode++) {
                int at = cell * choices + mode;
                long loss = quality(cell / models(), cell % models(), mode);
                // Where that is more than fits, the sum stays as high as it goes, which is told.
                delays[at] = delays[at] > Long.MAX_VALUE - loss ? Long.MAX_VALUE : delays[at] + loss;
            }
        }
    }

    /** What answers of one model in one slot lack of full quality, in nano-cost units. */
    long quality(int slot, int model, int mode) {
        if (prices.qualityPerRequest() == 0 || requests.length == 0) {
            return 0;
        }
        return lost(slot, model, loss(slot, model, mode));
    }

    /** What a request waits that is served by what is kept; empty where that serves none. */
    OptionalDouble heldSeconds(int slot, int model, int mode) {
        Request one = request(slot);
        int at = model * choices + mode;
        return one.held[at] ? OptionalDouble.of(one.delaySeconds[at]) : OptionalDouble.empty();
    }

    /** What of that is the way of the server's own users to it and back. */
    double waySeconds(int model) {
        return waySeconds[model];
    }

    /** What an answer lacks of full quality, 0 to 1. */
    double loss(int slot, int model, int mode) {
        return request(slot).losses[model * choices + mode];
    }

    /** All requests of a model in a slot that wait so long each, in nano-cost units. */
    long delay(int slot, int model, double seconds) {
        return nanoCost(prices.delayPerSecond() * requests[slot * models() + model] * seconds);
    }

    /** All answers of a model in a slot that lack as much, in nano-cost units. */
    long lost(int slot, int model, double loss) {
        return nanoCost(prices.qualityPerRequest() * requests[slot * models() + model] * loss);
    }

    /** Whether requests that find a model absent are served by a download and a load. */
    boolean isFetched(int model) {
        return fetched[model];
    }

    /** Of one cell, all of its requests served by the cloud, in nano-cost units. */
    long cloudDelay(int cell) {
        return nanoCost(prices.delayPerSecond() * requests[cell] * cloudSeconds[cell % models()]);
    }

    /** Rounded half up; a value beyond {@code long} becomes its largest, which {@link Problem.Costs#dearest} shows. */
    static long nanoCost(double cost) {
        return Math.round(cost * NANO);
    }
}
