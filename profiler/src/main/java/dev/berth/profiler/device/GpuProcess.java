package dev.berth.profiler.device;

import dev.berth.profile.Reading;

/**
 * A process that uses a GPU.
 *
 * @param pid its id, as seen by the driver: in a container not that of the container
 * @param usedBytes device memory it holds, >= 0
 */
public record GpuProcess(long pid, Reading<Long> usedBytes) {}
