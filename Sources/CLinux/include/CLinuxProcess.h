#ifndef VAXEL_CLINUX_PROCESS_H
#define VAXEL_CLINUX_PROCESS_H

/* Calls whose C prototypes are variadic, macros or enums that Swift's importer leaves out. No header of the system is
   included here: its types would then count as this module's, and every file that uses one would have to import it. */

/* getrandom(2) without flags: blocks only until the kernel's generator has been seeded once. */
long vaxel_getrandom(void *buffer, unsigned long length);

/* flock(2), exclusive and without waiting. */
int vaxel_lock_exclusively(int descriptor);

/* flock(2), giving the lock back for every copy of the descriptor. */
int vaxel_unlock(int descriptor);

/* sync_file_range(2): writes out what is dirty in a range of a file, and waits for that. */
int vaxel_write_out(int descriptor, long long offset, long long count);

/* When an open file or folder was made, in nanoseconds since 1970, by statx(2); 0 where the file system does not say. */
unsigned long long vaxel_birth_nanoseconds(int descriptor);

/* Sets RLIMIT_NOFILE's soft limit to its hard limit. */
int vaxel_raise_open_file_limit(void);

/* The soft limit of open files, or 0 when it cannot be read. */
unsigned long vaxel_open_file_limit(void);

/* RLIMIT_CORE to zero, soft and hard. */
int vaxel_disable_core_files(void);

/* PR_SET_DUMPABLE 0, prctl(2): no core dump, and no other process of this user may attach. */
int vaxel_set_not_dumpable(void);

/* malloc_trim(3), where the C library has it: pages of which nothing is in use go back to the kernel. */
void vaxel_give_back_memory(void);

/* PR_GET_DUMPABLE, prctl(2). */
int vaxel_is_dumpable(void);

#endif
