package dev.berth.optimizer.stream;

import java.io.Serializable;

/** What is done for each block; the same block gives the same, wherever and however often it is done. */
@FunctionalInterface
public interface BlockTask<T extends Serializable> extends Serializable {
    /** Does it for a block, from 0. */
    T run(int block);
}
