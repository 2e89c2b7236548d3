/* The clock and the disk of one process, moved and closed from outside: LD_PRELOAD, with MACHINE naming a file of two
   long numbers: seconds that the clock is ahead, and whether nothing may be written below the folder DISK. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static volatile long *machine;

__attribute__((constructor)) static void begin(void) {
    int file = REAL(open)(getenv("MACHINE"), O_RDONLY);
    machine = mmap(0, 2 * sizeof(long), PROT_READ, MAP_SHARED, file, 0);
    close(file);
}

static int shut(const char *path) {
    const char *disk = getenv("DISK");
    return machine && machine[1] && disk && !strncmp(path, disk, strlen(disk));
}

static int shut_file(int file) {
    char link[64], path[PATH_MAX];
    if (!machine || !machine[1]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return shut(path);
}

static int refused(void) { errno = EROFS; return -1; }

int clock_gettime(clockid_t id, struct timespec *now) {
    int done = REAL(clock_gettime)(id, now);
    if (!done && machine && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) now->tv_sec += machine[0];
    return done;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    int done = REAL(gettimeofday)(now, zone);
    if (!done && machine) now->tv_sec += machine[0];
    return done;
}

time_t time(time_t *told) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (told) *told = now.tv_sec;
    return now.tv_sec;
}

#define OPEN(name)                                                                            \
    int name(const char *path, int flags, ...) {                                              \
        va_list more;                                                                         \
        va_start(more, flags);                                                                \
        mode_t mode = va_arg(more, mode_t);                                                   \
        va_end(more);                                                                         \
        if ((flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) && shut(path)) return refused(); \
        return REAL(name)(path, flags, mode);                                                 \
    }
OPEN(open)
OPEN(open64)

#define CHANGE(name, declared, given) \
    int name declared { return shut_file(file) ? refused() : REAL(name) given; }
#define WRITE(name, declared, given) \
    ssize_t name declared { return shut_file(file) ? refused() : REAL(name) given; }
WRITE(write, (int file, const void *data, size_t size), (file, data, size))
WRITE(pwrite, (int file, const void *data, size_t size, off_t at), (file, data, size, at))
WRITE(pwrite64, (int file, const void *data, size_t size, off64_t at), (file, data, size, at))
CHANGE(ftruncate, (int file, off_t size), (file, size))
CHANGE(ftruncate64, (int file, off64_t size), (file, size))

#define NAME(name, declared, given) \
    int name declared { return shut(path) ? refused() : REAL(name) given; }
NAME(unlink, (const char *path), (path))
NAME(mkdir, (const char *path, mode_t mode), (path, mode))
NAME(rename, (const char *path, const char *other), (path, other))
