package dev.berth.profiler.run.session;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.profiler.machine.MemoryKills;
import dev.berth.record.Reading;

/**
 * How far the session of a folder is: what {@code session.lock} says, to whoever takes the lock next.
 *
 * @param phase what was begun last
 * @param aside name of the folder that its files are put aside into; empty unless {@code phase} is {@link Phase#MOVING}
 * @param memoryKills what the kernel had ended for lack of memory when the phase began
 */
record SessionState(Phase phase, String aside, Reading<MemoryKills> memoryKills) {
    enum Phase {
        /** Runs are made; found by the next start where the process was killed. */
        @JsonProperty("running")
        RUNNING,
        /** Ended with runs still to make. */
        @JsonProperty("ended early")
        ENDED_EARLY,
        /** Every run was made. */
        @JsonProperty("complete")
        COMPLETE,
        /** Its files are put aside, to make room for another session. */
        @JsonProperty("moving")
        MOVING
    }

    static SessionState of(Phase phase) {
        return new SessionState(phase, "", MemoryKills.now());
    }

    static SessionState moving(String aside) {
        return new SessionState(Phase.MOVING, aside, MemoryKills.now());
    }
}
