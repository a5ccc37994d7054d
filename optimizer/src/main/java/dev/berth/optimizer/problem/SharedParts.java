package dev.berth.optimizer.problem;

import java.util.Arrays;
import java.util.List;

/**
 * Models that several services of a problem are kept with and that are on storage once: as long as any of the services
 * is kept with one, it is there, and it is downloaded once.
 *
 * <p>The problem itself counts such a part for each of the services, and charges each for it; a plan that keeps the
 * limits so keeps them all the more, and costs no more than so. What plans really take and cost is told by
 * {@link #apart}, the same problem with each part as one more service, that is absent or stored: stored exactly where
 * any service is kept with it.
 */
public final class SharedParts {
    private static final byte STORED = 1;

    private final Problem apart;
    private final int services;
    private final List<String> names;

    /** A row a part: whether a service has it in a mode, {@code choices} values a service. */
    private final boolean[][] has;

    SharedParts(Problem apart, List<String> names, boolean[][] has) {
        this.apart = apart;
        this.names = List.copyOf(names);
        this.has = has;
        services = apart.models() - names.size();
    }

    private SharedParts with(Problem other) {
        return new SharedParts(other, names, has);
    }

    /** The services without these parts, and after them the parts, each as a service that nobody asks for. */
    public Problem apart() {
        return apart;
    }

    /** Names of the parts, in the order of {@link #apart}. */
    public List<String> names() {
        return names;
    }

    /** Number of services, which come first in {@link #apart}. */
    public int services() {
        return services;
    }

    /**
     * Whether a service has a part in a mode.
     *
     * @param part index of a part, from 0
     */
    public boolean has(int part, int service, int mode) {
        return has[part][service * apart.choices() + mode];
    }

    /**
     * Mode (index) of a model of {@link #apart} in a joint mode.
     *
     * @param modes of the services before it, from 0 on
     * @param model index in {@link #apart}
     * @return of a part the one that it must be in; of a service -1: any
     */
    public int tied(byte[] modes, int model) {
        return model < services ? -1 : stored(modes, 0, model - services);
    }

    private byte stored(byte[] modes, int from, int part) {
        return stored(has[part], apart.choices(), modes, from, services);
    }

    private static byte stored(boolean[] has, int choices, byte[] modes, int from, int services) {
        for (int service = 0; service < services; service++) {
            int mode = modes[from + service];
            if (mode < choices && has[service * choices + mode]) {
                return STORED;
            }
        }
        return 0;
    }

    /** As {@link #whole(byte[])} of one slot, before there is a problem of the parts. */
    static byte[] whole(boolean[][] has, int choices, byte[] modes) {
        byte[] whole = Arrays.copyOf(modes, modes.length + has.length);
        for (int part = 0; part < has.length; part++) {
            whole[modes.length + part] = stored(has[part], choices, modes, 0, modes.length);
        }
        return whole;
    }

    /**
     * Modes of services with those of the parts.
     *
     * @param modes one a service, of one slot or several, the services of the first slot first
     */
    public byte[] whole(byte[] modes) {
        byte[] whole = new byte[modes.length / services * apart.models()];
        for (int slot = 0; slot < modes.length / services; slot++) {
            System.arraycopy(modes, slot * services, whole, slot * apart.models(), services);
            for (int part = 0; part < names.size(); part++) {
                whole[slot * apart.models() + services + part] = stored(modes, slot * services, part);
            }
        }
        return whole;
    }

    /** A plan of the services as one of {@link #apart}. */
    public Plan whole(Plan plan) {
        if (plan.isAllCloud()) {
            return Plan.allCloud(plan.slots(), apart.models());
        }
        byte[] modes = new byte[plan.slots() * services];
        for (int slot = 0; slot < plan.slots(); slot++) {
            for (int service = 0; service < services; service++) {
                modes[slot * services + service] = (byte) plan.indexAt(slot, service);
            }
        }
        return new Plan(apart.models(), whole(modes));
    }

    /** Whether a service has a part in any mode. */
    public boolean isUsed(int part, int service) {
        boolean isUsed = false;
        for (int mode = 0; mode < apart.modes(service); mode++) {
            isUsed |= has(part, service, mode);
        }
        return isUsed;
    }

    /** See {@link Problem#with}. */
    SharedParts with(int firstSlot, double[] requests, byte[] initial) {
        int slots = requests.length / services;
        double[] all = new double[slots * apart.models()];
        for (int slot = 0; slot < slots; slot++) {
            System.arraycopy(requests, slot * services, all, slot * apart.models(), services);
        }
        return with(apart.with(firstSlot, all, whole(initial)));
    }

    /** See {@link Problem#withTransferPrices}. */
    SharedParts withTransferPrices(double[] nanoCostPerByte) {
        return with(apart.withTransferPrices(nanoCostPerByte));
    }

    /** See {@link Problem#withHighest}. */
    SharedParts withHighest(byte[] highest) {
        byte[] all = new byte[apart.models()];
        for (int model = 0; model < all.length; model++) {
            all[model] = model < services ? highest[model] : (byte) apart.highest(model);
        }
        return with(apart.withHighest(all));
    }
}
