package dev.berth.profiler.storage;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** Calls of the C library that the JDK has no name for; x86-64 and AArch64 Linux share these numbers. */
interface LinuxFiles extends Library {
    LinuxFiles INSTANCE = Native.load("c", LinuxFiles.class);

    /** Number of cachestat, Linux 6.5 and later, the same on every architecture. */
    long SYS_CACHESTAT = 451;

    int O_RDONLY = 0;
    int O_CLOEXEC = 0x80000;
    int POSIX_FADV_DONTNEED = 4;
    int SEEK_DATA = 3;
    int SEEK_HOLE = 4;

    /** No data or hole from there on. */
    int ENXIO = 6;

    /** What cannot be synced has nothing to be synced: special files and read-only file systems. */
    int EINVAL = 22;

    int EROFS = 30;

    int PROT_READ = 1;
    int MAP_SHARED = 1;

    int getpagesize();

    int open(String path, int flags);

    int close(int descriptor);

    long lseek(int descriptor, long offset, int whence);

    int fdatasync(int descriptor);

    /** Returns an error number, 0 for success; does not set errno. */
    int posix_fadvise(int descriptor, long offset, long length, int advice);

    long syscall(long number, Object... arguments);

    Pointer mmap(Pointer address, long length, int protection, int flags, int descriptor, long offset);

    int munmap(Pointer address, long length);

    int mincore(Pointer address, long length, Pointer residency);

    String strerror(int number);
}
