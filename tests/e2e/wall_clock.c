/* Preloaded into a process, lets its wall clock be off by as many seconds as the file WALL_CLOCK says at the
   moment: an integer of 64 bits. Every other clock, and how long anything waits, stays as it is. (libfaketime
   0.9.10 bends waits as well: Python's time.sleep() fails under it, and threads wait seconds for each other.) */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>

static const int64_t none = 0;
static const volatile int64_t *ahead = &none;
static int (*real)(clockid_t, struct timespec *);

static void find_real(void)
{
    real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
}

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("WALL_CLOCK");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file >= 0) {
        void *found = mmap(NULL, sizeof none, PROT_READ, MAP_SHARED, file, 0);
        if (found != MAP_FAILED)
            ahead = found;
    }
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    /* Libraries that are loaded first may ask for the time before anything here has begun. */
    if (!real)
        find_real();
    int failed = real(clock, now);
    if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += *ahead;
    return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    struct timespec exact;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &exact))
        return -1;
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *now)
{
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (now)
        *now = exact.tv_sec;
    return exact.tv_sec;
}
