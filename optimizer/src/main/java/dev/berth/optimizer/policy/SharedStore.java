package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.SharedParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who keeps which of the parts that services share, on one server. */
public final class SharedStore {
    private final Optional<SharedParts> parts;

    /** Modes (indices) that services are kept in. */
    private final byte[] modes;

    /** Number of services that keep each part. */
    private final int[] keepers;

    /** Every service is absent. */
    public SharedStore(ServerTerms terms) {
        parts = terms.sharedParts();
        modes = new byte[terms.models()];
        keepers = new int[parts.map(shared -> shared.names().size()).orElse(0)];
    }

    /** A service is kept in another mode (index). */
    public void change(int model, int to) {
        for (int part = 0; part < keepers.length; part++) {
            keepers[part] += (has(part, model, to) ? 1 : 0) - (has(part, model, modes[model]) ? 1 : 0);
        }
        modes[model] = (byte) to;
    }

    private boolean has(int part, int model, int mode) {
        return parts.isPresent() && parts.get().has(part, model, mode);
    }

    /** How many parts there are. */
    public int parts() {
        return keepers.length;
    }

    /** Whether any service keeps a part. */
    public boolean isKept(int part) {
        return keepers[part] > 0;
    }

    /** Services that keep a part but for the first of them, in order: those it is there for without taking more. */
    public List<Integer> further(int part) {
        List<Integer> further = new ArrayList<>();
        boolean isFirst = true;
        for (int model = 0; model < modes.length && keepers[part] > 1; model++) {
            if (has(part, model, modes[model])) {
                if (!isFirst) {
                    further.add(model);
                }
                isFirst = false;
            }
        }
        return further;
    }

    /** Bytes of storage that copies for each service would take beyond what parts take once. */
    long savedBytes() {
        long saved = 0;
        for (int part = 0; part < keepers.length; part++) {
            SharedParts shared = parts.orElseThrow();
            long bytes = shared.apart().mode(shared.services() + part, 1).storageBytes();
            saved += Math.max(0, keepers[part] - 1) * bytes;
        }
        return saved;
    }
}
