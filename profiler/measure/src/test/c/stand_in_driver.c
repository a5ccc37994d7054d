/*
 * A stand-in for the CUDA driver library, for tests on machines without a GPU. It keeps device memory in host memory
 * and is stricter than a real driver where that shows mistakes of the caller: a copy is carried out no earlier than its
 * event or stream is waited for, so that a staging buffer reused too soon is seen in the bytes; every address range is
 * checked; a call without a current context fails.
 *
 * Faults are set and counters read by berth_stand_in_set and berth_stand_in_get. All functions lock one mutex.
 */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SUCCESS = 0,
    INVALID_VALUE = 1,
    OUT_OF_MEMORY = 2,
    NOT_INITIALIZED = 3,
    INVALID_DEVICE = 101,
    NO_DEVICE = 100,
    INVALID_CONTEXT = 201,
    INVALID_HANDLE = 400,
    NOT_READY = 600,
    ILLEGAL_ADDRESS = 700
};

#define MAX_DEVICES 4
#define CONTEXT_BYTES (64LL << 20)
#define GRANULE_BYTES (2LL << 20)

typedef struct allocation {
    struct allocation *next;
    unsigned char *start;
    size_t bytes;
    int device;
    int host;
} allocation;

typedef struct event {
    int pending;      /* recorded and not yet reached */
    int queries_left; /* NOT_READY answers still to give */
} event;

typedef struct operation {
    struct operation *next;
    struct stream *stream;
    event *reached; /* null for a copy */
    unsigned char *target;
    const unsigned char *source;
    size_t bytes;
    int corrupt;
} operation;

typedef struct stream {
    int device;
} stream;

typedef struct device {
    int retained;
    long long used;
} device;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static device devices[MAX_DEVICES];
static allocation *allocations;
static operation *first_operation, *last_operation;
static int initialised;
static __thread device *current;

/* Settings and counters; a fault that names an n-th call counts down from n and strikes at 0. */
static struct {
    const char *key;
    long long value;
    long long initial;
} values[] = {
    {"device_count", 2, 2},
    {"memory_bytes", 1LL << 30, 1LL << 30},
    {"init_result", 0, 0},
    {"fail_alloc_in", 0, 0},
    {"fail_pinned_in", 0, 0},
    {"fail_copy_in", 0, 0},
    {"fail_copy_result", 999, 999},
    {"corrupt_copy_in", 0, 0},
    {"lost_in_copy", 0, 0},
    {"lost_result", 0, 0}, /* not 0: every call on a context answers this */
    {"queries_not_ready", 2, 2},
    {"copies", 0, 0},
    {"live_device_allocations", 0, 0},
    {"live_pinned_allocations", 0, 0},
    {"live_events", 0, 0},
    {"live_streams", 0, 0},
    {"live_contexts", 0, 0},
    {"used_bytes_0", 0, 0},
    {"energy_millijoules", 7000, 7000},
    {"energy_step_millijoules", 250, 250}, /* more at each question */
    {"used_bytes_1", 0, 0},
};

static long long *value(const char *key) {
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        if (strcmp(values[i].key, key) == 0) return &values[i].value;
    }
    fprintf(stderr, "stand-in driver: no setting %s\n", key);
    abort();
}

static int strikes(const char *key) {
    long long *left = value(key);
    return *left > 0 && --*left == 0;
}

static int enter(void) {
    pthread_mutex_lock(&lock);
    if (!initialised) return NOT_INITIALIZED;
    return 0;
}

static int enter_context(void) {
    int result = enter();
    if (result) return result;
    if (*value("lost_result")) return (int)*value("lost_result");
    return current && current->retained ? 0 : INVALID_CONTEXT;
}

static int leave(int result) {
    pthread_mutex_unlock(&lock);
    return result;
}

static int ordinal(void) { return (int)(current - devices); }

static void note_used(int d, long long delta) {
    devices[d].used += delta;
    if (d == 0) *value("used_bytes_0") = devices[0].used;
    if (d == 1) *value("used_bytes_1") = devices[1].used;
}

static long long rounded(size_t bytes) { return ((long long)bytes + GRANULE_BYTES - 1) / GRANULE_BYTES * GRANULE_BYTES; }

static allocation *holding(const unsigned char *start, size_t bytes, int host) {
    for (allocation *a = allocations; a; a = a->next) {
        if (a->host == host && start >= a->start && start + bytes <= a->start + a->bytes) return a;
    }
    return NULL;
}

static allocation *add(size_t bytes, int host) {
    allocation *a = calloc(1, sizeof *a);
    if (!a) return NULL;
    if (posix_memalign((void **)&a->start, 4096, bytes)) {
        free(a);
        return NULL;
    }
    a->bytes = bytes;
    a->host = host;
    a->device = ordinal();
    a->next = allocations;
    allocations = a;
    return a;
}

static int drop(const unsigned char *start, int host) {
    for (allocation **at = &allocations; *at; at = &(*at)->next) {
        allocation *a = *at;
        if (a->host == host && a->start == start) {
            *at = a->next;
            if (!host) note_used(a->device, -rounded(a->bytes));
            --*value(host ? "live_pinned_allocations" : "live_device_allocations");
            free(a->start);
            free(a);
            return SUCCESS;
        }
    }
    return INVALID_VALUE;
}

static void append(operation wanted) {
    operation *o = malloc(sizeof *o);
    if (!o) abort();
    *o = wanted;
    o->next = NULL;
    if (last_operation) last_operation->next = o;
    else first_operation = o;
    last_operation = o;
}

/* Carries out a stream's operations in order, up to an event, or all of them. */
static void progress(stream *s, event *until) {
    operation **at = &first_operation;
    operation *kept = NULL;
    int reached = 0;
    while (*at) {
        operation *o = *at;
        if (o->stream != s || reached) {
            kept = o;
            at = &o->next;
            continue;
        }
        if (o->reached) {
            o->reached->pending = 0;
            reached = o->reached == until;
        } else if (holding(o->target, o->bytes, 0) && holding(o->source, o->bytes, 1)) {
            memcpy(o->target, o->source, o->bytes);
            if (o->corrupt) o->target[o->bytes / 2] ^= 0x01;
        }
        *at = o->next;
        free(o);
    }
    last_operation = kept;
}

static stream *stream_of(event *e) {
    for (operation *o = first_operation; o; o = o->next) {
        if (o->reached == e) return o->stream;
    }
    return NULL;
}

int berth_stand_in_set(const char *key, long long to) {
    pthread_mutex_lock(&lock);
    *value(key) = to;
    return leave(0);
}

long long berth_stand_in_get(const char *key) {
    pthread_mutex_lock(&lock);
    long long found = *value(key);
    pthread_mutex_unlock(&lock);
    return found;
}

/* Forgets everything, leaks included. */
int berth_stand_in_reset(void) {
    pthread_mutex_lock(&lock);
    while (allocations) drop(allocations->start, allocations->host);
    while (first_operation) {
        operation *o = first_operation;
        first_operation = o->next;
        free(o);
    }
    last_operation = NULL;
    memset(devices, 0, sizeof devices);
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) values[i].value = values[i].initial;
    initialised = 0;
    return leave(0);
}

int cuInit(unsigned flags) {
    (void)flags;
    pthread_mutex_lock(&lock);
    int result = (int)*value("init_result");
    initialised = result == SUCCESS;
    return leave(result);
}

int cuDriverGetVersion(int *version) {
    *version = 12060;
    return SUCCESS;
}

int cuDeviceGetCount(int *count) {
    int result = enter();
    if (!result) *count = (int)*value("device_count");
    return leave(result);
}

int cuDeviceGet(int *handle, int n) {
    int result = enter();
    if (!result && (n < 0 || n >= *value("device_count"))) result = INVALID_DEVICE;
    if (!result) *handle = n;
    return leave(result);
}

int cuDeviceGetName(char *name, int length, int d) {
    snprintf(name, (size_t)length, "Berth stand-in driver %d", d);
    return SUCCESS;
}

int cuDeviceTotalMem_v2(size_t *bytes, int d) {
    (void)d;
    int result = enter();
    if (!result) *bytes = (size_t)*value("memory_bytes");
    return leave(result);
}

int cuDeviceGetPCIBusId(char *id, int length, int d) {
    snprintf(id, (size_t)length, "0000:%02X:00.0", d + 1);
    return SUCCESS;
}

int cuDevicePrimaryCtxRetain(void **context, int d) {
    int result = enter();
    if (result) return leave(result);
    if (*value("lost_result")) return leave((int)*value("lost_result"));
    if (devices[d].retained++ == 0) {
        note_used(d, CONTEXT_BYTES);
        ++*value("live_contexts");
    }
    *context = &devices[d];
    return leave(SUCCESS);
}

int cuDevicePrimaryCtxRelease_v2(int d) {
    int result = enter();
    if (result) return leave(result);
    if (devices[d].retained == 0) return leave(INVALID_CONTEXT);
    if (--devices[d].retained == 0) {
        note_used(d, -CONTEXT_BYTES);
        --*value("live_contexts");
    }
    return leave(SUCCESS);
}

int cuCtxSetCurrent(void *context) {
    int result = enter();
    if (!result && *value("lost_result")) result = (int)*value("lost_result");
    if (!result) current = context;
    return leave(result);
}

int cuMemGetInfo_v2(size_t *free_bytes, size_t *total) {
    int result = enter_context();
    if (!result) {
        *total = (size_t)*value("memory_bytes");
        *free_bytes = *total - (size_t)current->used;
    }
    return leave(result);
}

int cuMemAlloc_v2(uint64_t *pointer, size_t bytes) {
    int result = enter_context();
    if (result) return leave(result);
    if (bytes == 0) return leave(INVALID_VALUE);
    if (strikes("fail_alloc_in") || current->used + rounded(bytes) > *value("memory_bytes")) {
        return leave(OUT_OF_MEMORY);
    }
    allocation *a = add(bytes, 0);
    if (!a) return leave(OUT_OF_MEMORY);
    memset(a->start, 0xA5, bytes);
    note_used(ordinal(), rounded(bytes));
    ++*value("live_device_allocations");
    *pointer = (uint64_t)(uintptr_t)a->start;
    return leave(SUCCESS);
}

int cuMemFree_v2(uint64_t pointer) {
    int result = enter_context();
    return leave(result ? result : drop((unsigned char *)(uintptr_t)pointer, 0));
}

int cuMemHostAlloc(void **pointer, size_t bytes, unsigned flags) {
    (void)flags;
    int result = enter_context();
    if (result) return leave(result);
    if (strikes("fail_pinned_in")) return leave(OUT_OF_MEMORY);
    allocation *a = add(bytes, 1);
    if (!a) return leave(OUT_OF_MEMORY);
    ++*value("live_pinned_allocations");
    *pointer = a->start;
    return leave(SUCCESS);
}

int cuMemFreeHost(void *pointer) {
    int result = enter_context();
    return leave(result ? result : drop(pointer, 1));
}

int cuMemcpyHtoDAsync_v2(uint64_t target, const void *source, size_t bytes, stream *s) {
    int result = enter_context();
    if (result) return leave(result);
    ++*value("copies");
    if (strikes("lost_in_copy")) {
        *value("lost_result") = ILLEGAL_ADDRESS;
        return leave(ILLEGAL_ADDRESS);
    }
    if (strikes("fail_copy_in")) return leave((int)*value("fail_copy_result"));
    operation o = {.stream = s, .target = (unsigned char *)(uintptr_t)target, .source = source, .bytes = bytes};
    if (!holding(o.target, bytes, 0) || !holding(o.source, bytes, 1)) {
        *value("lost_result") = ILLEGAL_ADDRESS;
        return leave(ILLEGAL_ADDRESS);
    }
    o.corrupt = strikes("corrupt_copy_in");
    append(o);
    return leave(SUCCESS);
}

/* Synchronous, so that any host memory will do; it does not wait for non-blocking streams. */
int cuMemcpyHtoD_v2(uint64_t target, const void *source, size_t bytes) {
    int result = enter_context();
    if (result) return leave(result);
    ++*value("copies");
    unsigned char *to = (unsigned char *)(uintptr_t)target;
    if (!holding(to, bytes, 0)) return leave(ILLEGAL_ADDRESS);
    memcpy(to, source, bytes);
    return leave(SUCCESS);
}

int cuMemcpyDtoH_v2(void *target, uint64_t source, size_t bytes) {
    int result = enter_context();
    if (result) return leave(result);
    const unsigned char *from = (const unsigned char *)(uintptr_t)source;
    if (!holding(from, bytes, 0)) return leave(ILLEGAL_ADDRESS);
    memcpy(target, from, bytes);
    return leave(SUCCESS);
}

int cuStreamCreate(stream **s, unsigned flags) {
    (void)flags;
    int result = enter_context();
    if (result) return leave(result);
    *s = calloc(1, sizeof **s);
    (*s)->device = ordinal();
    ++*value("live_streams");
    return leave(SUCCESS);
}

int cuStreamSynchronize(stream *s) {
    int result = enter_context();
    if (!result) progress(s, NULL);
    return leave(result);
}

int cuStreamDestroy_v2(stream *s) {
    int result = enter_context();
    if (result) return leave(result);
    progress(s, NULL);
    free(s);
    --*value("live_streams");
    return leave(SUCCESS);
}

int cuEventCreate(event **e, unsigned flags) {
    (void)flags;
    int result = enter_context();
    if (result) return leave(result);
    *e = calloc(1, sizeof **e);
    ++*value("live_events");
    return leave(SUCCESS);
}

int cuEventRecord(event *e, stream *s) {
    int result = enter_context();
    if (result) return leave(result);
    e->pending = 1;
    e->queries_left = (int)*value("queries_not_ready");
    append((operation){.stream = s, .reached = e});
    return leave(SUCCESS);
}

int cuEventQuery(event *e) {
    int result = enter_context();
    if (result) return leave(result);
    if (e->pending && e->queries_left-- > 0) return leave(NOT_READY);
    if (e->pending) progress(stream_of(e), e);
    return leave(SUCCESS);
}

int cuEventSynchronize(event *e) {
    int result = enter_context();
    if (!result && e->pending) progress(stream_of(e), e);
    return leave(result);
}

int cuEventDestroy_v2(event *e) {
    int result = enter_context();
    if (result) return leave(result);
    if (e->pending) progress(stream_of(e), e);
    free(e);
    --*value("live_events");
    return leave(SUCCESS);
}
