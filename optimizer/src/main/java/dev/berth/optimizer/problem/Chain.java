package dev.berth.optimizer.problem;

/** Whether services have the three modes ABSENT, STORED and LOADED and no others; {@link Problem#isChain}. */
final class Chain {
    private static final int ABSENT = 0;
    private static final int STORED = 1;
    private static final int LOADED = 2;
    private static final int MODES = 3;

    private Chain() {}

    static boolean is(Footprint footprint, Switching switching) {
        if (footprint.choices != MODES || switching.hasPhases()) {
            return false;
        }
        for (int service = 0; service < footprint.counts.length; service++) {
            if (footprint.counts[service] != MODES || !takesMore(footprint, service) || !adds(switching, service)) {
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

    private static boolean adds(Switching switching, int service) {
        boolean downIsFree = switching.cost(service, STORED, ABSENT) == 0
                && switching.cost(service, LOADED, ABSENT) == 0
                && switching.cost(service, LOADED, STORED) == 0;
        long transfer = switching.cost(service, ABSENT, STORED);
        long preload = switching.cost(service, STORED, LOADED);
        long both = switching.cost(service, ABSENT, LOADED);
        long bytes = switching.bytes(service, ABSENT, STORED);
        return downIsFree
                && both < Problem.NEVER
                && both == transfer + preload
                && switching.bytes(service, ABSENT, LOADED) == bytes
                && switching.bytes(service, STORED, LOADED) == 0;
    }
}
