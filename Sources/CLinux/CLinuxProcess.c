#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "CLinuxProcess.h"

long vaxel_getrandom(void *buffer, unsigned long length) { return (long)getrandom(buffer, length, 0); }

int vaxel_lock_exclusively(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB); }

int vaxel_unlock(int descriptor) { return flock(descriptor, LOCK_UN); }

int vaxel_write_out(int descriptor, long long offset, long long count) {
    return sync_file_range(
        descriptor, offset, count,
        SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
}

unsigned long long vaxel_birth_nanoseconds(int descriptor) {
    struct statx facts;
    if (statx(descriptor, "", AT_EMPTY_PATH, STATX_BTIME, &facts) != 0) return 0;
    if ((facts.stx_mask & STATX_BTIME) == 0 || facts.stx_btime.tv_sec < 0) return 0;
    return (unsigned long long)facts.stx_btime.tv_sec * 1000000000ULL + facts.stx_btime.tv_nsec;
}

int vaxel_raise_open_file_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return -1;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &limit);
}

unsigned long vaxel_open_file_limit(void) {
    struct rlimit limit;
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? (unsigned long)limit.rlim_cur : 0;
}

int vaxel_disable_core_files(void) {
    struct rlimit none = {0, 0};
    return setrlimit(RLIMIT_CORE, &none);
}

int vaxel_set_not_dumpable(void) { return prctl(PR_SET_DUMPABLE, 0UL, 0UL, 0UL, 0UL); }

int vaxel_is_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0UL, 0UL, 0UL, 0UL); }

void vaxel_give_back_memory(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
