#ifndef VAXEL_CLINUX_H
#define VAXEL_CLINUX_H

/* The few kernel calls and constants that Swift's Glibc module hides. */

#include "CLinuxSockets.h"
#include "vaxel_crc32c.h"
#include "vaxel_process.h"

#endif
