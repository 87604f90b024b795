#ifndef VAXEL_PROCESS_H
#define VAXEL_PROCESS_H

/* Calls whose C prototypes are variadic, macros or enums that Swift's importer leaves out. */

#include <stddef.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/types.h>

/* getrandom(2) without flags: blocks only until the kernel's generator has been seeded once. */
static inline ssize_t vaxel_getrandom(void *buffer, size_t length) { return getrandom(buffer, length, 0); }

/* flock(2), exclusive and without waiting. */
static inline int vaxel_lock_exclusively(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB); }

/* Sets RLIMIT_NOFILE's soft limit to its hard limit. */
static inline int vaxel_raise_open_file_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return -1;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &limit);
}

/* The soft limit of open files, or 0 when it cannot be read. */
static inline unsigned long vaxel_open_file_limit(void) {
    struct rlimit limit;
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? (unsigned long)limit.rlim_cur : 0;
}

/* RLIMIT_CORE to zero, soft and hard. */
static inline int vaxel_disable_core_files(void) {
    struct rlimit none = {0, 0};
    return setrlimit(RLIMIT_CORE, &none);
}

/* PR_SET_DUMPABLE 0, prctl(2): no core dump, and no other process of this user may attach. */
static inline int vaxel_set_not_dumpable(void) { return prctl(PR_SET_DUMPABLE, 0UL, 0UL, 0UL, 0UL); }

/* PR_GET_DUMPABLE, prctl(2). */
static inline int vaxel_is_dumpable(void) { return prctl(PR_GET_DUMPABLE, 0UL, 0UL, 0UL, 0UL); }

#endif
