package dev.berth.optimizer.policy;

/** How much each model is worth keeping, from the requests so far; the one worth least gives way. */
interface Worth {
    /** A model was requested; before its worth is asked for. */
    void requested(int model);

    /** Worth of a model that is kept, comparable with that of any other. */
    double of(int model);

    /** Worth of a model that was just requested and wants room. */
    default double ofNewcomer(int model) {
        return of(model);
    }

    /** The worth of the dearest model that has just given way. */
    default void gaveWay(double worth) {}

    /** A model of that worth has just stayed out, since what would have had to give way is worth more. */
    default void stayedOut(double worth) {}
}
