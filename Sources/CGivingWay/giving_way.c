#define _GNU_SOURCE
#include "GivingWay.h"

#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

_Atomic int64_t giving_way_until;

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void giving_way_ask(int64_t nanoseconds) {
    atomic_store_explicit(&giving_way_until, now() + nanoseconds, memory_order_relaxed);
}

void giving_way_wait(void) {
    int64_t until = atomic_load_explicit(&giving_way_until, memory_order_relaxed);
    const int64_t start = now();
    // What has passed is taken back, so that the next look is cheap again; unless somebody has asked anew.
    if (until == 0 || (start >= until && atomic_compare_exchange_strong(&giving_way_until, &until, 0))) return;
    // On Linux these are of one thread each: of this one where nobody is named, and of the first by the process's
    // number. Neither can fail for oneself.
    if (getpriority(PRIO_PROCESS, 0) <= getpriority(PRIO_PROCESS, (id_t)getpid())) return;
    // Keys may come without a pause, and work is to go on even then, a piece at a time.
    const int64_t longest = 100000000;
    // Short naps: nobody has to be woken when the way is free again, and an end that is put off or brought forward is
    // seen in time.
    const struct timespec nap = { .tv_nsec = 500000 };
    for (int64_t t = start; t < start + longest; t = now()) {
        if (t >= atomic_load_explicit(&giving_way_until, memory_order_relaxed)) return;
        nanosleep(&nap, NULL);
    }
}
