package dev.berth.optimizer.solve.shared;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.SharedParts;
import java.util.Optional;

/**
 * What services pay for parts that they share, slot by slot. A part pays, where it is not there, what all services
 * would pay for it: no plan in which services have a part only where it is there costs more so than it does. What
 * services and parts cost at least under such prices, each by itself, is therefore a bound, less what parts would pay
 * in all slots; it holds to the unit (the constraint that a part is there where a service has it, relaxed after
 * Lagrange). Prices follow the subgradient, services that have a part which is not there, with Polyak's step.
 */
final class SharePrices {
    private static final int PATIENCE = 3;
    private static final double SHORTER = 0.6;

    private final SharedParts parts;
    private final Problem apart;
    private final int services;
    private final int count;

    /** A value a slot, part and service. */
    private final double[] prices;

    private double step = 1;
    private double highest = Double.NEGATIVE_INFINITY;
    private int stalled;

    SharePrices(SharedParts parts) {
        this.parts = parts;
        apart = parts.apart();
        services = parts.services();
        count = parts.names().size();
        prices = new double[apart.slots() * count * services];
        for (int part = 0; part < count; part++) {
            begin(part);
        }
    }

    /** What keeping a part costs is shared out evenly, and its download over all slots. */
    private void begin(int part) {
        int users = 0;
        for (int service = 0; service < services; service++) {
            users += parts.isUsed(part, service) ? 1 : 0;
        }
        int model = services + part;
        long download = Math.min(apart.switchingCost(model, 0, 1), Problem.NEVER - 1);
        double each = ((double) apart.resourceCost(model, 1) + (double) download / apart.slots()) / users;
        for (int slot = 0; slot < apart.slots(); slot++) {
            for (int service = 0; service < services; service++) {
                prices[at(slot, part, service)] = parts.isUsed(part, service) ? each : 0;
            }
        }
    }

    private int at(int slot, int part, int service) {
        return (slot * count + part) * services + service;
    }

    private long price(int slot, int part, int service) {
        return (long) prices[at(slot, part, service)];
    }

    /** What all services would pay for a part in a slot. */
    private long all(int slot, int part) {
        long all = 0;
        for (int service = 0; service < services; service++) {
            all += price(slot, part, service);
        }
        return all;
    }

    /** What a service or part pays in a mode of a slot. */
    long charge(int slot, int model, int mode) {
        if (model >= services) {
            return mode == 0 ? all(slot, model - services) : 0;
        }
        long charge = 0;
        for (int part = 0; part < count; part++) {
            charge += parts.has(part, model, mode) ? price(slot, part, model) : 0;
        }
        return charge;
    }

    /** What parts would pay in a slot. */
    long credit(int slot) {
        long credit = 0;
        for (int part = 0; part < count; part++) {
            credit += all(slot, part);
        }
        return credit;
    }

    /** The same in all slots. */
    long credit() {
        long credit = 0;
        for (int slot = 0; slot < apart.slots(); slot++) {
            credit += credit(slot);
        }
        return credit;
    }

    /** Services and parts by themselves under the prices; empty where they would cost more than is counted. */
    Optional<Problem> charged() {
        int choices = apart.choices();
        long[] charges = new long[apart.slots() * apart.models() * choices];
        for (int slot = 0; slot < apart.slots(); slot++) {
            for (int model = 0; model < apart.models(); model++) {
                for (int mode = 0; mode < apart.modes(model); mode++) {
                    charges[(slot * apart.models() + model) * choices + mode] = charge(slot, model, mode);
                }
            }
        }
        return apart.withCharges(charges);
    }

    /**
     * Moves the prices.
     *
     * @param plan that is cheapest under them, services and parts, those of slot 0 first
     * @param bound that it gives
     * @param cost of the cheapest plan that is known
     * @return whether they move
     */
    boolean move(byte[] plan, long bound, long cost) {
        stalled = bound > highest ? 0 : stalled + 1;
        highest = Math.max(highest, (double) bound);
        if (stalled >= PATIENCE) {
            step *= SHORTER;
            stalled = 0;
        }
        long norm = 0;
        for (int slot = 0; slot < apart.slots(); slot++) {
            for (int part = 0; part < count; part++) {
                for (int service = 0; service < services; service++) {
                    norm += slope(plan, slot, part, service) == 0 ? 0 : 1;
                }
            }
        }
        if (norm == 0 || cost <= bound) {
            return false;
        }
        double length = step * (double) (cost - bound) / (double) norm;
        for (int slot = 0; slot < apart.slots(); slot++) {
            for (int part = 0; part < count; part++) {
                for (int service = 0; service < services; service++) {
                    int at = at(slot, part, service);
                    prices[at] = Math.max(0, prices[at] + length * slope(plan, slot, part, service));
                }
            }
        }
        return true;
    }

    /** 1 where a service has a part that is not there, -1 where it has not one that is and pays for it. */
    private int slope(byte[] plan, int slot, int part, int service) {
        if (!parts.isUsed(part, service)) {
            return 0;
        }
        int first = slot * apart.models();
        boolean has = parts.has(part, service, plan[first + service]);
        boolean isThere = plan[first + services + part] != 0;
        return has == isThere ? 0 : has ? 1 : prices[at(slot, part, service)] > 0 ? -1 : 0;
    }

    /** A copy of the prices. */
    double[] copy() {
        return prices.clone();
    }

    /** Takes prices over. */
    void set(double[] others) {
        System.arraycopy(others, 0, prices, 0, prices.length);
    }
}
