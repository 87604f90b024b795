#ifndef VAXEL_CLINUX_H
#define VAXEL_CLINUX_H

/* The few kernel calls and constants that Swift's Glibc module hides. */

#include <sys/prctl.h>

/* prctl(2) is variadic, which Swift does not import. Returns 0, or -1 with errno. */
static inline int vaxel_forbid_dump(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

#endif
