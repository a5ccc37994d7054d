package dev.berth.optimizer.solve.shared;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.SharedParts;
import dev.berth.optimizer.solve.ground.Room;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A plan of services that share parts, made cheaper one service or two at a time: by a dynamic programme over their
 * modes in all slots, what the others are kept with being there for nothing. Always keeps the limits, parts counted
 * once. In whole nano-cost units. For one thread.
 */
final class SharedPaths {
    /** With more joint modes two services are not moved together. */
    private static final int MOST_OPTIONS = 400;

    /** Moves between joint modes that take the time of a step. */
    private static final int MOVES_PER_STEP = 4;

    private final Problem apart;
    private final SharedParts parts;
    private final int services;
    private final int slots;
    private final int models;

    /** Modes of services and parts, those of slot 0 first. */
    private byte[] whole;

    private final Room[] rooms;

    /** Pairs of services that have a part in common, in order. */
    private final List<int[]> pairs = new ArrayList<>();

    private long steps;

    /** Begins with every service in its lowest mode. */
    SharedPaths(SharedParts parts) {
        this.parts = parts;
        apart = parts.apart();
        services = parts.services();
        slots = apart.slots();
        models = apart.models();
        rooms = new Room[slots];
        for (int slot = 0; slot < slots; slot++) {
            rooms[slot] = new Room(apart);
        }
        for (int one = 0; one < services; one++) {
            for (int other = one + 1; other < services; other++) {
                if (options(one) * options(other) <= MOST_OPTIONS && shares(one, other)) {
                    pairs.add(new int[] {one, other});
                }
            }
        }
        whole = new byte[0];
        begin();
    }

    private boolean shares(int one, int other) {
        for (int part = 0; part < parts.names().size(); part++) {
            if (parts.isUsed(part, one) && parts.isUsed(part, other)) {
                return true;
            }
        }
        return false;
    }

    private int options(int service) {
        return apart.highest(service) - apart.lowest(service) + 1;
    }

    /** Every service goes to its lowest mode. */
    void begin() {
        byte[] lowest = new byte[slots * services];
        for (int cell = 0; cell < lowest.length; cell++) {
            lowest[cell] = (byte) apart.lowest(cell % services);
        }
        if (!take(lowest)) {
            throw new IllegalStateException("lowest modes are no plan: "
                    + Limits.broken(apart, new Plan(models, whole)).orElse(""));
        }
    }

    /**
     * Takes a plan over; where it does not keep the limits of a slot, services go to their lowest mode there, first
     * those that it costs least.
     *
     * @param modes of the services, those of slot 0 first
     * @return whether that is a plan; else there is none until another one is taken over
     */
    boolean take(byte[] modes) {
        byte[] mended = modes.clone();
        byte[] taken = parts.whole(mended);
        for (int slot = 0; slot < slots; slot++) {
            fill(slot, taken);
            while (!rooms[slot].keepsLimits()) {
                int model = cheapestToLower(slot, mended);
                if (model < 0) {
                    return false;
                }
                mended[slot * services + model] = (byte) apart.lowest(model);
                taken = parts.whole(mended);
                fill(slot, taken);
            }
        }
        whole = taken;
        return Limits.broken(apart, new Plan(models, whole)).isEmpty();
    }

    private int cheapestToLower(int slot, byte[] modes) {
        int cheapest = -1;
        long least = Long.MAX_VALUE;
        for (int service = 0; service < services; service++) {
            int mode = modes[slot * services + service];
            int lowest = apart.lowest(service);
            long lost = apart.slotCost(slot, service, lowest) - apart.slotCost(slot, service, mode);
            if (mode != lowest && lost < least) {
                least = lost;
                cheapest = service;
            }
        }
        return cheapest;
    }

    private void fill(int slot, byte[] modes) {
        rooms[slot].clear();
        for (int model = 0; model < models; model++) {
            rooms[slot].take(model, modes[slot * models + model]);
        }
    }

    /** Cost of the plan, parts counted once. */
    long cost() {
        return PlanCost.of(apart, new Plan(models, whole)).total();
    }

    /** Modes of the services, those of slot 0 first. */
    byte[] modes() {
        byte[] modes = new byte[slots * services];
        for (int slot = 0; slot < slots; slot++) {
            System.arraycopy(whole, slot * models, modes, slot * services, services);
        }
        return modes;
    }

    /** Work since it was last asked for, in steps. */
    long spent() {
        long spent = steps;
        steps = 0;
        return spent;
    }

    /**
     * Improves one service after the other, then pairs that share parts, until none gets cheaper or the steps are used
     * up.
     *
     * @param most steps
     */
    void improve(long most) {
        long end = steps + most;
        boolean improves = true;
        while (improves && steps < end) {
            improves = false;
            for (int service = 0; service < services && steps < end; service++) {
                improves |= improve(new int[] {service});
            }
            for (int pair = 0; pair < pairs.size() && !improves && steps < end; pair++) {
                improves |= improve(pairs.get(pair));
            }
        }
    }

    /** Finds the cheapest paths of some services beside the others; whether they cost less than before. */
    private boolean improve(int[] moved) {
        Programme programme = new Programme(moved);
        return programme.run();
    }

    /** One dynamic programme. */
    private final class Programme {
        private final int[] moved;

        /** Joint modes, a value for each service that moves. */
        private final byte[][] options;

        /** Parts that any of them may be kept with, as models. */
        private final int[] relevant;

        /** Whether a joint mode has a part. */
        private final boolean[][] has;

        /** Whether services that do not move have a part, a row a slot. */
        private final boolean[][] others;

        Programme(int[] moved) {
            this.moved = moved;
            options = listed();
            List<Integer> used = new ArrayList<>();
            for (int part = 0; part < parts.names().size(); part++) {
                boolean isUsed = false;
                for (int service : moved) {
                    isUsed |= parts.isUsed(part, service);
                }
                if (isUsed) {
                    used.add(part);
                }
            }
            relevant = used.stream().mapToInt(Integer::intValue).toArray();
            has = new boolean[options.length][relevant.length];
            for (int option = 0; option < options.length; option++) {
                for (int part = 0; part < relevant.length; part++) {
                    for (int at = 0; at < moved.length; at++) {
                        has[option][part] |= parts.has(relevant[part], moved[at], options[option][at]);
                    }
                }
            }
            others = new boolean[slots][relevant.length];
            for (int slot = 0; slot < slots; slot++) {
                for (int part = 0; part < relevant.length; part++) {
                    for (int service = 0; service < services; service++) {
                        others[slot][part] |=
                                !isMoved(service) && parts.has(relevant[part], service, whole[slot * models + service]);
                    }
                }
            }
        }

        private boolean isMoved(int service) {
            return service == moved[0] || service == moved[moved.length - 1];
        }

        private byte[][] listed() {
            List<byte[]> all = new ArrayList<>(List.of(new byte[moved.length]));
            for (int at = 0; at < moved.length; at++) {
                List<byte[]> longer = new ArrayList<>();
                for (byte[] before : all) {
                    for (int mode = apart.lowest(moved[at]); mode <= apart.highest(moved[at]); mode++) {
                        byte[] option = before.clone();
                        option[at] = (byte) mode;
                        longer.add(option);
                    }
                }
                all = longer;
            }
            return all.toArray(byte[][]::new);
        }

        boolean run() {
            int count = options.length;
            long[] before = null;
            int[][] from = new int[slots][count];
            for (int slot = 0; slot < slots; slot++) {
                release(slot);
                long[] now = new long[count];
                for (int option = 0; option < count; option++) {
                    now[option] = fits(slot, option) ? reach(slot, option, before, from) : Problem.NEVER;
                }
                before = now;
                steps += 1 + (long) count * count / MOVES_PER_STEP;
            }
            int best = 0;
            for (int option = 1; option < count; option++) {
                best = before[option] < before[best] ? option : best;
            }
            boolean isCheaper = before[best] < costNow();
            for (int slot = slots - 1; slot >= 0; slot--) {
                if (isCheaper) {
                    for (int at = 0; at < moved.length; at++) {
                        whole[slot * models + moved[at]] = options[best][at];
                    }
                    best = from[slot][best];
                }
            }
            if (isCheaper) {
                whole = parts.whole(modes());
            }
            for (int slot = 0; slot < slots; slot++) {
                fill(slot, whole);
            }
            return isCheaper;
        }

        /** Gives back what the services take that move, and what parts take that nobody else has. */
        private void release(int slot) {
            for (int service : moved) {
                rooms[slot].giveBack(service, whole[slot * models + service]);
            }
            for (int part = 0; part < relevant.length; part++) {
                int model = services + relevant[part];
                rooms[slot].giveBack(model, whole[slot * models + model]);
                rooms[slot].take(model, others[slot][part] ? 1 : 0);
            }
        }

        private boolean fits(int slot, int option) {
            Room room = rooms[slot];
            for (int at = 0; at < moved.length; at++) {
                room.take(moved[at], options[option][at]);
            }
            for (int part = 0; part < relevant.length; part++) {
                if (has[option][part] && !others[slot][part]) {
                    room.take(services + relevant[part], 1);
                }
            }
            boolean fits = room.keepsLimits();
            for (int at = 0; at < moved.length; at++) {
                room.giveBack(moved[at], options[option][at]);
            }
            for (int part = 0; part < relevant.length; part++) {
                if (has[option][part] && !others[slot][part]) {
                    room.giveBack(services + relevant[part], 1);
                }
            }
            return fits;
        }

        private long reach(int slot, int option, long[] before, int[][] from) {
            long least = Problem.NEVER;
            if (slot == 0) {
                least = move(0, -1, option);
            } else {
                for (int other = 0; other < options.length; other++) {
                    if (before[other] < least) {
                        long cost = before[other] + move(slot, other, option);
                        if (cost < least) {
                            least = cost;
                            from[slot][option] = other;
                        }
                    }
                }
            }
            return Math.min(Problem.NEVER, least + own(slot, option));
        }

        private long own(int slot, int option) {
            long cost = 0;
            for (int at = 0; at < moved.length; at++) {
                cost += apart.slotCost(slot, moved[at], options[option][at]);
            }
            for (int part = 0; part < relevant.length; part++) {
                boolean isThere = has[option][part] || others[slot][part];
                cost += apart.slotCost(slot, services + relevant[part], isThere ? 1 : 0);
            }
            return cost;
        }

        /** @param from -1 for what was before slot 0 */
        private long move(int slot, int from, int to) {
            long cost = 0;
            for (int at = 0; at < moved.length; at++) {
                int mode = from < 0 ? apart.initialMode(moved[at]) : options[from][at];
                cost = added(cost, apart.switchingCost(slot, moved[at], mode, options[to][at]));
            }
            for (int part = 0; part < relevant.length; part++) {
                int model = services + relevant[part];
                int mode = from < 0 ? apart.initialMode(model) : stored(slot - 1, from, part);
                cost = added(cost, apart.switchingCost(slot, model, mode, stored(slot, to, part)));
            }
            return cost;
        }

        /** Moves that cannot be do not add up beyond what is counted. */
        private long added(long cost, long more) {
            return Math.min(Problem.NEVER, cost + Math.min(Problem.NEVER, more));
        }

        private int stored(int slot, int option, int part) {
            return has[option][part] || others[slot][part] ? 1 : 0;
        }

        /** What the programme counts of the plan as it is. */
        private long costNow() {
            long cost = 0;
            for (int slot = 0; slot < slots; slot++) {
                for (int model : counted()) {
                    int now = whole[slot * models + model];
                    int last = slot == 0 ? apart.initialMode(model) : whole[(slot - 1) * models + model];
                    cost += apart.slotCost(slot, model, now) + apart.switchingCost(slot, model, last, now);
                }
            }
            return cost;
        }

        private int[] counted() {
            int[] counted = Arrays.copyOf(moved, moved.length + relevant.length);
            for (int part = 0; part < relevant.length; part++) {
                counted[moved.length + part] = services + relevant[part];
            }
            return counted;
        }
    }
}
