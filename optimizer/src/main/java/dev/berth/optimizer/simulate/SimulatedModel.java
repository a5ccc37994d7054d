package dev.berth.optimizer.simulate;

/**
 * What one model came to, over all seeds together.
 *
 * @param name as in the dataset
 * @param requestsWhileLoaded requests that found it loaded
 * @param requestsWhileStored requests that found it on storage alone
 * @param requestsWhileAbsent requests that found it absent
 * @param fetched requests that found it absent and were served by a download and a load
 * @param servedByCloud requests that went to the cloud
 * @param backhaulBytes bytes downloaded
 * @param switches rises of residency
 * @param switchingNanos time spent on downloads and loads of models that were to be kept
 * @param delay what its requests waited
 */
public record SimulatedModel(
        String name,
        long requestsWhileLoaded,
        long requestsWhileStored,
        long requestsWhileAbsent,
        long fetched,
        long servedByCloud,
        long backhaulBytes,
        long switches,
        long switchingNanos,
        SimulatedDelay delay) {
    static SimulatedModel of(String name, Tally tally) {
        return new SimulatedModel(
                name,
                tally.requests[2],
                tally.requests[1],
                tally.requests[0],
                tally.fetched,
                tally.servedByCloud,
                tally.backhaulBytes,
                tally.switches,
                tally.switchingNanos,
                SimulatedDelay.of(tally));
    }
}
