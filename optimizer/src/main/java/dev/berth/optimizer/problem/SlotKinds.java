package dev.berth.optimizer.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Kinds of slots: in slots of one kind the same moves can be, and the same versions are new. */
final class SlotKinds {
    private final int storageEverySlots;

    /** Kind of each slot, as far as it fits a byte. */
    private final byte[] ofSlots;

    private final List<Integer> firsts = new ArrayList<>();

    /** @param storageEverySlots downloads begin in every n-th slot, >= 1 */
    SlotKinds(int slots, int storageEverySlots, List<Service> services) {
        this.storageEverySlots = storageEverySlots;
        ofSlots = new byte[slots];
        Map<List<Integer>, Integer> known = new LinkedHashMap<>();
        List<Service.Updates> updates =
                services.stream().flatMap(service -> service.updates().stream()).toList();
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
