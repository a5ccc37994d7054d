package dev.berth.profiler.device;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;

/** The few calls of the C library that place memory; constants are those of Linux. */
final class LibC {
    static final int PROT_NONE = 0;
    static final int PROT_READ_WRITE = 3;
    static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;
    static final int MADV_DONTNEED = 4;
    static final int MADV_HUGEPAGE = 14;
    /** Linux 5.14 and later. */
    static final int MADV_POPULATE_WRITE = 23;

    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    static native long mmap(long address, long length, int protection, int flags, int file, long offset)
            throws LastErrorException;

    static native int getpagesize();

    static native int munmap(long address, long length) throws LastErrorException;

    static native int mprotect(long address, long length, int protection) throws LastErrorException;

    static native int madvise(long address, long length, int advice) throws LastErrorException;
}
