/*
 * Preloaded into a process: ends it, as kill -9 would, just before the KILL_AT-th call of the function KILL_CALL.
 * With KILL_COUNT, a file, adds a byte to it for each such call.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_int calls;

static void called(const char *name) {
    const char *wanted = getenv("KILL_CALL");
    const char *at = getenv("KILL_AT");
    const char *count = getenv("KILL_COUNT");
    if (wanted == NULL || strcmp(wanted, name) != 0) {
        return;
    }
    if (count != NULL) {
        int file = open(count, O_WRONLY | O_CREAT | O_APPEND, 0600);
        if (file < 0 || write(file, ".", 1) != 1) {
            abort();
        }
        close(file);
    }
    if (at != NULL && atomic_fetch_add(&calls, 1) + 1 == atoi(at)) {
        kill(getpid(), SIGKILL);
    }
}

int fsync(int file) {
    called("fsync");
    return syscall(SYS_fsync, file);
}

int fdatasync(int file) {
    called("fsync");
    return syscall(SYS_fdatasync, file);
}

int rename(const char *from, const char *to) {
    called("rename");
    return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}
