package dev.berth.optimizer.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What moving between modes costs, in nano-cost units, and what it downloads. Matrices have a row a mode before and a
 * value a mode after; {@code choices} of each a service.
 */
final class Switching {
    private static final int ABSENT = 0;
    private static final int STORED = 1;
    private static final int LOADED = 2;

    private final int choices;

    /** A row of matrices a phase. */
    final long[][] costs;

    /** Phase of each slot; empty where there is one. */
    private final byte[] phases;

    /** Parents on the trees, {@link #choices} values a service; -1 for the root, and for all modes where no tree is. */
    private final byte[] parents;

    /** Bytes that moves download. */
    private final long[] bytes;

    /** What a byte downloaded costs beside {@link #costs}, one a slot; empty where nothing. */
    private final double[] prices;

    Switching(Footprint footprint, long[][] costs, byte[] phases, long[] bytes) {
        choices = footprint.choices;
        this.costs = costs;
        this.phases = phases;
        this.bytes = bytes;
        prices = new double[0];
        parents = new byte[bytes.length / choices];
        for (int service = 0; service < footprint.counts.length; service++) {
            plant(service, footprint.counts[service]);
        }
    }

    private Switching(Switching other, byte[] phases, double[] prices) {
        choices = other.choices;
        costs = other.costs;
        this.phases = phases;
        bytes = other.bytes;
        parents = other.parents;
        this.prices = prices;
    }

    /** The same with prices of downloads in place of those there were. */
    Switching withPrices(double[] nanoCostPerByte) {
        return new Switching(this, phases, nanoCostPerByte);
    }

    /** The same moves, none of which costs anything. */
    Switching free(Footprint footprint) {
        long[][] nothing = new long[costs.length][];
        for (int phase = 0; phase < costs.length; phase++) {
            nothing[phase] = Arrays.stream(costs[phase])
                    .map(cost -> cost >= Problem.NEVER ? cost : 0)
                    .toArray();
        }
        return new Switching(footprint, nothing, phases, bytes);
    }

    /** The same in a window of slots. */
    Switching from(int firstSlot, int slots) {
        if (phases.length == 0 && prices.length == 0) {
            return this;
        }
        int end = firstSlot + slots;
        return new Switching(
                this,
                phases.length == 0 ? phases : Arrays.copyOfRange(phases, firstSlot, end),
                prices.length == 0 ? prices : Arrays.copyOfRange(prices, firstSlot, end));
    }

    boolean hasPhases() {
        return phases.length > 0;
    }

    boolean hasPrices() {
        return prices.length > 0;
    }

    long cost(int service, int from, int to) {
        return costs[0][(service * choices + from) * choices + to];
    }

    long cost(int slot, int service, int from, int to) {
        int at = (service * choices + from) * choices + to;
        long cost = costs[phases.length == 0 ? 0 : phases[slot]][at];
        return prices.length == 0 ? cost : cost + (long) (prices[slot] * (double) bytes[at]);
    }

    long bytes(int service, int from, int to) {
        return bytes[(service * choices + from) * choices + to];
    }

    /** The dearest move of a service that can be, in nano-cost units; prices of single slots are not in it. */
    long dearest(int service) {
        long dearest = 0;
        for (long[] matrix : costs) {
            for (int at = service * choices * choices; at < (service + 1) * choices * choices; at++) {
                dearest = matrix[at] >= Problem.NEVER ? dearest : Math.max(dearest, matrix[at]);
            }
        }
        return dearest;
    }

    int phase(int slot) {
        return phases.length == 0 ? 0 : phases[slot];
    }

    int parent(int service, int mode) {
        return parents[service * choices + mode];
    }

    private void plant(int service, int modes) {
        int row = service * choices;
        parents[row] = -1;
        for (int mode = 1; mode < modes; mode++) {
            int parent = mode - 1;
            while (parent >= 0 && !isBefore(service, parent, mode)) {
                parent--;
            }
            parents[row + mode] = (byte) parent;
            if (parent < 0) {
                Arrays.fill(parents, row, row + choices, (byte) -1);
                return;
            }
        }
    }

    /** Whether all moves between a mode and those below it may go by way of one of them. */
    private boolean isBefore(int service, int parent, int mode) {
        for (int other = 0; other < mode; other++) {
            for (long[] matrix : costs) {
                if (!adds(matrix, service, other, parent, mode) || !adds(matrix, service, mode, parent, other)) {
                    return false;
                }
            }
            // Of two downloads the prices are rounded one by one, of both together once.
            if (!adds(bytes, service, other, parent, mode)
                    || !adds(bytes, service, mode, parent, other)
                    || (bytes(service, other, parent) > 0 && bytes(service, parent, mode) > 0)
                    || (bytes(service, mode, parent) > 0 && bytes(service, parent, other) > 0)) {
                return false;
            }
        }
        return true;
    }

    private boolean adds(long[] matrix, int service, int from, int over, int to) {
        int first = service * choices;
        long there = matrix[(first + from) * choices + over] + matrix[(first + over) * choices + to];
        return Math.min(Problem.NEVER, there) == matrix[(first + from) * choices + to];
    }

    /** Whether services have the three modes ABSENT, STORED and LOADED and no others; {@link Problem#isChain}. */
    boolean isChain(Footprint footprint) {
        if (footprint.choices != LOADED + 1 || hasPhases()) {
            return false;
        }
        for (int service = 0; service < footprint.counts.length; service++) {
            if (footprint.counts[service] != footprint.choices || !takesMore(footprint, service) || !addsUp(service)) {
                return false;
            }
        }
        return true;
    }

    private static boolean takesMore(Footprint footprint, int service) {
        boolean isChain = true;
        for (Resource resource : Resource.values()) {
            long stored = footprint.use(resource.index(), service, STORED);
            long loaded = footprint.use(resource.index(), service, LOADED);
            boolean asUsual =
                    switch (resource) {
                        case STORAGE -> stored == loaded;
                        case MEMORY, ENERGY -> stored == 0;
                        case HOST_MEMORY, COMPUTE -> stored == 0 && loaded == 0;
                    };
            isChain &= asUsual && footprint.use(resource.index(), service, ABSENT) == 0;
        }
        return isChain;
    }

    private boolean addsUp(int service) {
        boolean downIsFree = cost(service, STORED, ABSENT) == 0
                && cost(service, LOADED, ABSENT) == 0
                && cost(service, LOADED, STORED) == 0;
        long transfer = cost(service, ABSENT, STORED);
        long preload = cost(service, STORED, LOADED);
        long both = cost(service, ABSENT, LOADED);
        long bytes = bytes(service, ABSENT, STORED);
        return downIsFree
                && both < Problem.NEVER
                && both == transfer + preload
                && bytes(service, ABSENT, LOADED) == bytes
                && bytes(service, STORED, LOADED) == 0;
    }

    /** Kinds of slots: in slots of one kind the same moves can be, and the same versions are new. */
    static final class Kinds {
        private final int storageEverySlots;

        /** Kind of each slot, as far as it fits a byte. */
        private final byte[] ofSlots;

        private final List<Integer> firsts = new ArrayList<>();

        /** @param storageEverySlots downloads begin in every n-th slot, >= 1 */
        Kinds(int slots, int storageEverySlots, List<Service> services) {
            this.storageEverySlots = storageEverySlots;
            ofSlots = new byte[slots];
            Map<List<Integer>, Integer> known = new LinkedHashMap<>();
            List<Service.Updates> updates = services.stream()
                    .flatMap(service -> service.updates().stream())
                    .toList();
            for (int slot = 0; slot < slots; slot++) {
                List<Integer> kind = new ArrayList<>();
                kind.add(mayDownload(slot) ? 1 : 0);
                for (Service.Updates own : updates) {
                    kind.add(own.newest(slot));
                }
                Integer number = known.putIfAbsent(kind, known.size());
                if (number == null) {
                    firsts.add(slot);
                }
                ofSlots[slot] = (byte) known.get(kind).intValue();
            }
        }

        /** How many there are, >= 1. */
        int count() {
            return firsts.size();
        }

        /** The first slot of a kind. */
        int first(int kind) {
            return firsts.get(kind);
        }

        boolean mayDownload(int slot) {
            return slot % storageEverySlots == 0;
        }

        /** Kind of each slot; empty where all are of one. */
        byte[] ofSlots() {
            return firsts.size() == 1 ? new byte[0] : ofSlots;
        }
    }
}
