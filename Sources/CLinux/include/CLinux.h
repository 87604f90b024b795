#ifndef VAXEL_CLINUX_H
#define VAXEL_CLINUX_H

/* The few kernel calls and constants that Swift's Glibc module hides. */

#include "CLinuxCRC32C.h"
#include "CLinuxPolling.h"
#include "CLinuxProcess.h"
#include "CLinuxSockets.h"

#endif
