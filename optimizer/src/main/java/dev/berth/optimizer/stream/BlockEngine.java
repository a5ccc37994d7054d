package dev.berth.optimizer.stream;

import java.io.Serializable;
import java.util.List;
import java.util.function.IntConsumer;

/** Does tasks for many blocks. */
public interface BlockEngine extends AutoCloseable {
    /**
     * Does a task for blocks 0 to {@code blocks} - 1, in any order.
     *
     * @param what it is, for who looks at the engine
     * @param told now and then, how many blocks are done
     * @return what came of each, in order
     * @throws RuntimeException the first fault of a task, as the task threw it
     */
    <T extends Serializable> List<T> run(String what, int blocks, BlockTask<T> task, IntConsumer told);

    /** Ends what it started. */
    @Override
    void close();
}
