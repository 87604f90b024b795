#ifndef VAXEL_CLINUX_H
#define VAXEL_CLINUX_H

/* The few kernel calls and constants that Swift's Glibc module hides. */

#include <stddef.h>
#include <sys/prctl.h>
#include <sys/random.h>

/* prctl(2) is variadic, which Swift does not import. Returns 0, or -1 with errno. */
static inline int vaxel_forbid_dump(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

/* getrandom(2), which Swift's Glibc module leaves out. Returns the count of bytes, or -1 with errno. */
static inline long vaxel_getrandom(void *buffer, size_t count) { return (long)getrandom(buffer, count, 0); }
#include "CLinuxSockets.h"

#endif
