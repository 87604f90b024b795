/* Loaded before a program, has the calls on names in open folders fail by chance, which libfiu does not know.
 *
 *   NAME_FAULTS_SEED     which of them fail
 *   NAME_FAULTS_IN       one in so many
 *   NAME_FAULTS_AFTER    milliseconds from the program's start in which none fails
 */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/types.h>
#include <time.h>

static const int open_errors[] = {EIO, ENOSPC, EMFILE, EINTR};
static const int rename_errors[] = {EIO, ENOSPC};
static const int unlink_errors[] = {EIO};

static uint64_t seed, one_in, after;
static atomic_uint_least64_t calls;

static uint64_t milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static uint64_t number(const char *name, uint64_t otherwise) {
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

__attribute__((constructor)) static void begin(void) {
    seed = number("NAME_FAULTS_SEED", 1);
    one_in = number("NAME_FAULTS_IN", 0);
    after = milliseconds() + number("NAME_FAULTS_AFTER", 0);
}

/* The error of the next call, 0 for none (SplitMix64 of the seed and the call's number). */
static int next_error(const int *errors, size_t count) {
    if (one_in == 0 || milliseconds() < after) return 0;
    uint64_t z = seed + (atomic_fetch_add(&calls, 1) + 1) * UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    z ^= z >> 31;
    return z % one_in == 0 ? errors[(z >> 32) % count] : 0;
}

int openat(int folder, const char *name, int flags, ...) {
    static int (*real)(int, const char *, int, ...);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (!real) real = dlsym(RTLD_NEXT, "openat");
    int error = folder == AT_FDCWD ? 0 : next_error(open_errors, sizeof open_errors / sizeof *open_errors);
    if (error) return errno = error, -1;
    return real(folder, name, flags, mode);
}

int renameat(int folder, const char *name, int other, const char *new_name) {
    static int (*real)(int, const char *, int, const char *);
    if (!real) real = dlsym(RTLD_NEXT, "renameat");
    int error = next_error(rename_errors, sizeof rename_errors / sizeof *rename_errors);
    if (error) return errno = error, -1;
    return real(folder, name, other, new_name);
}

int unlinkat(int folder, const char *name, int flags) {
    static int (*real)(int, const char *, int);
    if (!real) real = dlsym(RTLD_NEXT, "unlinkat");
    int error = next_error(unlink_errors, sizeof unlink_errors / sizeof *unlink_errors);
    if (error) return errno = error, -1;
    return real(folder, name, flags);
}
