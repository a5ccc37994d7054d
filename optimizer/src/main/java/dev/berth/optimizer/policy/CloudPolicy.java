package dev.berth.optimizer.policy;

/**
 * Leaves every request to the cloud.
 *
 * @param name on the command line and in files
 */
<<<<<<<< HEAD:optimizer/src/main/java/dev/berth/optimizer/policy/CloudPolicy.java
record CloudPolicy(String name) implements Policy {
========
record AllCloudPolicy(String name) implements Policy {
>>>>>>>> run:optimizer/src/main/java/dev/berth/optimizer/policy/AllCloudPolicy.java
    @Override
    public boolean servesAtEdge() {
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
