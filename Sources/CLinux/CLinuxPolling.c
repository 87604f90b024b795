#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "CLinuxPolling.h"

enum { most_events = 256 };

int vaxel_poller_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

int vaxel_waker_create(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void vaxel_waker_raise(int waker) {
    uint64_t one = 1;
    /* Only a counter that is full refuses, and that one is raised already. */
    if (write(waker, &one, sizeof one) < 0) return;
}

void vaxel_waker_clear(int waker) {
    uint64_t count;
    if (read(waker, &count, sizeof count) < 0) return;
}

static int control(int poller, int operation, int descriptor, uint64_t token, int readable, int writable) {
    struct epoll_event event = {.events = (readable ? EPOLLIN : 0) | (writable ? EPOLLOUT : 0), .data = {.u64 = token}};
    return epoll_ctl(poller, operation, descriptor, &event);
}

int vaxel_poller_add(int poller, int descriptor, uint64_t token, int readable, int writable) {
    return control(poller, EPOLL_CTL_ADD, descriptor, token, readable, writable);
}

int vaxel_poller_change(int poller, int descriptor, uint64_t token, int readable, int writable) {
    return control(poller, EPOLL_CTL_MOD, descriptor, token, readable, writable);
}

int vaxel_poller_remove(int poller, int descriptor) {
    return control(poller, EPOLL_CTL_DEL, descriptor, 0, 0, 0);
}

int vaxel_poller_wait(int poller, struct vaxel_poll_event *events, int capacity, int milliseconds) {
    struct epoll_event found[most_events];
    int count = epoll_wait(poller, found, capacity < most_events ? capacity : most_events, milliseconds);
    for (int i = 0; i < count; i++) {
        int failed = (found[i].events & (EPOLLERR | EPOLLHUP)) != 0;
        events[i].token = found[i].data.u64;
        events[i].readable = failed || (found[i].events & EPOLLIN) != 0;
        events[i].writable = failed || (found[i].events & EPOLLOUT) != 0;
    }
    return count;
}
