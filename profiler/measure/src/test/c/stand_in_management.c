/* A stand-in for the NVIDIA management library: the devices of stand_in_driver.c, seen from outside. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

extern long long berth_stand_in_get(const char *key);
extern int berth_stand_in_set(const char *key, long long to);

enum { SUCCESS = 0, NOT_SUPPORTED = 3, NOT_FOUND = 6, INSUFFICIENT_SIZE = 7 };

typedef struct {
    unsigned long long total, free, used;
} memory;

typedef struct {
    char legacy[16];
    unsigned domain, bus, device, vendor, subsystem;
    char id[32];
} pci;

typedef struct {
    unsigned pid;
    unsigned long long bytes;
    unsigned gpu_instance, compute_instance;
} process;

static int number_of(void *device) { return (int)(intptr_t)device - 1; }

int nvmlInit_v2(void) { return SUCCESS; }

const char *nvmlErrorString(int result) { return result == NOT_FOUND ? "Not Found" : "stand-in error"; }

int nvmlSystemGetDriverVersion(char *text, unsigned length) {
    snprintf(text, length, "560.00 stand-in");
    return SUCCESS;
}

int nvmlDeviceGetCount_v2(unsigned *count) {
    *count = (unsigned)berth_stand_in_get("device_count");
    return SUCCESS;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **device) {
    *device = (void *)(intptr_t)(index + 1);
    return SUCCESS;
}

int nvmlDeviceGetHandleByPciBusId_v2(const char *id, void **device) {
    unsigned domain, bus;
    if (sscanf(id, "%x:%x:", &domain, &bus) != 2 || bus == 0 || bus > berth_stand_in_get("device_count")) {
        return NOT_FOUND;
    }
    *device = (void *)(intptr_t)bus;
    return SUCCESS;
}

int nvmlDeviceGetPciInfo_v3(void *device, pci *info) {
    memset(info, 0, sizeof *info);
    info->bus = (unsigned)number_of(device) + 1;
    snprintf(info->id, sizeof info->id, "00000000:%02X:00.0", info->bus);
    return SUCCESS;
}

int nvmlDeviceGetName(void *device, char *text, unsigned length) {
    snprintf(text, length, "Berth stand-in driver %d", number_of(device));
    return SUCCESS;
}

int nvmlDeviceGetUUID(void *device, char *text, unsigned length) {
    snprintf(text, length, "GPU-00000000-0000-0000-0000-%012d", number_of(device));
    return SUCCESS;
}

int nvmlDeviceGetMemoryInfo(void *device, memory *info) {
    info->total = (unsigned long long)berth_stand_in_get("memory_bytes");
    info->used = (unsigned long long)berth_stand_in_get(number_of(device) == 0 ? "used_bytes_0" : "used_bytes_1");
    info->free = info->total - info->used;
    return SUCCESS;
}

int nvmlDeviceGetCurrPcieLinkGeneration(void *device, unsigned *generation) {
    (void)device;
    *generation = 4;
    return SUCCESS;
}

/* Only the first device counts. */
int nvmlDeviceGetTotalEnergyConsumption(void *device, unsigned long long *millijoules) {
    if (number_of(device) > 0) return NOT_SUPPORTED;
    berth_stand_in_set(
        "energy_millijoules",
        berth_stand_in_get("energy_millijoules") + berth_stand_in_get("energy_step_millijoules"));
    *millijoules = (unsigned long long)berth_stand_in_get("energy_millijoules");
    return SUCCESS;
}

/* Only the first device tells, so that a reading that is not supported can be seen. */
int nvmlDeviceGetCurrPcieLinkWidth(void *device, unsigned *width) {
    if (number_of(device) > 0) return NOT_SUPPORTED;
    *width = 16;
    return SUCCESS;
}

int nvmlDeviceGetComputeRunningProcesses_v3(void *device, unsigned *count, process *infos) {
    (void)device;
    if (*count < 2) {
        *count = 2;
        return INSUFFICIENT_SIZE;
    }
    infos[0] = (process){.pid = 4242, .bytes = 123456789ULL};
    infos[1] = (process){.pid = 4243, .bytes = ~0ULL};
    *count = 2;
    return SUCCESS;
}
