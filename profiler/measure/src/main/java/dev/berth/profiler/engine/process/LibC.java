package dev.berth.profiler.engine.process;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;

/** The few calls of the C library about processes; constants are those of Linux. */
final class LibC {
    static final int PR_SET_CHILD_SUBREAPER = 36;
    static final int WNOHANG = 1;

    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    static native int kill(int pid, int signal) throws LastErrorException;

    static native int prctl(int option, long two, long three, long four, long five) throws LastErrorException;

    static native int waitpid(int pid, IntByReference status, int options) throws LastErrorException;
}
