#ifndef VAXEL_CLINUX_POLLING_H
#define VAXEL_CLINUX_POLLING_H

/* epoll(7) and eventfd(2), which Swift's Glibc module leaves out. */

#include <stdint.h>

/* What happened to a descriptor, and the number it was watched under. */
struct vaxel_poll_event {
    uint64_t token;
    uint32_t readable;
    uint32_t writable;
};

/* A new epoll instance; -1 and errno on failure. */
int vaxel_poller_create(void);

/* A new counter whose being raised can be watched as readable; -1 and errno on failure. */
int vaxel_waker_create(void);

/* Raises the counter; never blocks. */
void vaxel_waker_raise(int waker);

/* Sets the counter back to nothing. */
void vaxel_waker_clear(int waker);

/* Watches a descriptor under a number, level-triggered; -1 and errno on failure. */
int vaxel_poller_add(int poller, int descriptor, uint64_t token, int readable, int writable);

/* Changes what a watched descriptor is watched for; -1 and errno on failure. */
int vaxel_poller_change(int poller, int descriptor, uint64_t token, int readable, int writable);

/* Watches a descriptor no more; -1 and errno on failure. */
int vaxel_poller_remove(int poller, int descriptor);

/* Waits for events, at most so many milliseconds (-1: without end); how many came, or -1 and errno. At most 256 are told.
   An error or a hang-up is told as both readable and writable, so that whoever reads or writes finds it. */
int vaxel_poller_wait(int poller, struct vaxel_poll_event *events, int capacity, int milliseconds);

#endif
