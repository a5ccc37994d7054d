package dev.berth.profiler.run;

import dev.berth.dataset.raw.MeasuredRow;
import dev.berth.profiler.run.plan.PlannedRun;

/** Makes the runs of one stage of the plan, from their cache state to their rows. */
interface RunMaker {
    /**
     * Makes a run; every fault of its files or of the device becomes a row that says so.
     *
     * @param sequence place of the row in its file, from 0
     * @throws dev.berth.profiler.device.DeviceException where staging buffers cannot be had
     */
    MeasuredRow make(PlannedRun run, long sequence);

    /** Whether a run lost the device: no further one can be made. */
    boolean deviceLost();
}
