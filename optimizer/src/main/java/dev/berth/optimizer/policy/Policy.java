package dev.berth.optimizer.policy;

/** A way to decide online; stateless, the same terms, seed and requests give the same decisions. */
public interface Policy {
    /** Name on the command line and in files. */
    String name();

    /** What it does, in a sentence or two of Markdown: the row that README has of it. */
    String description();

    /** Whether the edge server is used; else every request goes to the cloud, and not even pinned models are kept. */
    default boolean servesAtEdge() {
        return true;
    }

    /** Whether what it keeps depends on requests; a plan's does not. */
    default boolean looksAtRequests() {
        return true;
    }

    /**
     * Starts over.
     *
     * @param terms all that it may know beforehand
     * @param berths what it decides about; holds the residencies before slot 0
     * @param seed of its random choices, if it makes any
     */
    Run start(ServerTerms terms, Berths berths, long seed);

    /** One run through a workload; told of everything in order of time. For one thread. */
    interface Run {
        /** A slot begins; its requests come after. */
        void slotBegins(int slot);

        /**
         * A request has arrived; whether it is served from the edge is not this decision's matter any more.
         *
         * @param arrivalNanos since the start of slot 0
         */
        void requested(int model, long arrivalNanos);
    }
}
