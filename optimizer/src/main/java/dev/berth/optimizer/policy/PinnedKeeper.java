package dev.berth.optimizer.policy;

/**
 * Keeps nothing that need not be kept; each request is served by a download and a load of its own, or by the cloud
 * where that is sooner.
 */
final class PinnedKeeper implements Policy.Run {
    private final ServerTerms terms;
    private final Berths berths;

    PinnedKeeper(ServerTerms terms, Berths berths) {
        this.terms = terms;
        this.berths = berths;
    }

    @Override
    public void slotBegins(int slot) {
        for (int model = 0; slot == 0 && model < berths.models(); model++) {
            berths.keep(model, terms.lowest(model));
        }
    }

    @Override
    public void requested(int model, long arrivalNanos) {}
}
