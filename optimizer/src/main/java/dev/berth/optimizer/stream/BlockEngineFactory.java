package dev.berth.optimizer.stream;

/** Makes engines for kinds of masters; found through {@link java.util.ServiceLoader}. */
public interface BlockEngineFactory {
    /** Whether it has engines for a master, as {@code local[2]}. */
    boolean takes(String master);

    /**
     * Starts an engine.
     *
     * @throws dev.berth.record.BadInputException where the master cannot be reached
     */
    BlockEngine open(String master);
}
