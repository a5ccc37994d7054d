package dev.berth.profiler.engine.process;

import com.sun.jna.LastErrorException;

/** Signals that ask a process to end, with their numbers on Linux. */
public enum Signal {
    /** The terminal is gone. */
    HUP(1),
    /** As Ctrl-C. */
    INT(2),
    /** As Ctrl-\. */
    QUIT(3),
    /** Cannot be refused. */
    KILL(9),
    /** The usual one. */
    TERM(15);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    /** Sends it; a process that is gone already, or that may not be signalled, is left alone. */
    void send(int pid) {
        send(pid, number);
    }

    private static void send(int pid, int number) {
        try {
            LibC.kill(pid, number);
        } catch (LastErrorException gone) {
            // What could not be ended is told by whoever looks for it afterwards.
        }
    }
}
