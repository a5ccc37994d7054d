package dev.berth.optimizer.policy;

/**
 * Leaves every request to the cloud.
 *
 * @param name on the command line and in files
 */
record CloudPolicy(String name, String description) implements Policy {
    @Override
    public boolean servesAtEdge() {
        return false;
    }

    @Override
    public boolean looksAtRequests() {
        return false;
    }

    @Override
    public Run start(ServerTerms terms, Berths berths, long seed) {
        return new Run() {
            @Override
            public void slotBegins(int slot) {}

            @Override
            public void requested(int model, long arrivalNanos) {}
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
