package dev.berth.profiler.engine;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.EngineProfile.EngineSetting;
import dev.berth.dataset.raw.EngineRecord;
import dev.berth.profiler.model.Model;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What can serve models, in one setting. */
public interface Engine extends AutoCloseable {
    /** What it is, and all that it is told. */
    EngineRecord record();

    /** Threads that compute, >= 1. */
    int threads();

    /**
     * Fetches or builds what it needs, where that is not there yet: once for all runs.
     *
     * @param progress told a line before anything that takes long
     * @throws dev.berth.record.BadInputException where it cannot be had
     */
    void prepare(Consumer<String> progress);

    /** Why it can serve no model here, one line that says what to do; empty where it can. */
    Optional<String> whyNot();

    /** Why it can serve this model nowhere, in words that go on from its name; empty where it may. */
    default Optional<String> whyNot(Model model) {
        return Optional.empty();
    }

    /**
     * Serves a model once: starts, becomes ready, answers requests, ends. Whatever goes wrong is told by the result,
     * and nothing of it is left running.
     *
     * @param witness looks at the machine at the borders
     */
    Served serve(Model model, Witness witness);

    /** How a model is served on a device from a tier. */
    default EngineSetting setting(String device, CacheTier tier) {
        return new EngineSetting(record().engine(), record().variant(), record().digest(), device, tier, threads());
    }

    @Override
    void close();

    /** Borders within a run. */
    enum Moment {
        /** It is ready to serve. */
        READY,
        /** The first request is answered. */
        FIRST_ANSWER,
        /** The last request is answered. */
        LAST_ANSWER
    }

    /** Is called at the borders of what is timed; never inside. */
    interface Witness {
        /** The engine is about to be started. */
        void starts();

        /** A border was just passed; by any thread, one after the other. */
        default void reached(Moment moment) {}

        /**
         * The last answer is there, or the run has failed, and nothing was stopped yet.
         *
         * @param pids numbers of the engine's processes
         */
        void answered(Set<Long> pids);
    }
}
