package dev.berth.optimizer.stream;

import java.io.Serializable;

/**
 * What the plans of a block cost that were written, in nano-cost units.
 *
 * @param resources storage, device memory and energy
 * @param delay what requests wait
 * @param switching what rises of residency wait
 * @param quality what answers lack of full quality
 * @param allCloud were the cloud to serve every request
 */
record WrittenBlock(long resources, long delay, long switching, long quality, long allCloud) implements Serializable {}
