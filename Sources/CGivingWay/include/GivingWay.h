// Work in the background stops for a moment while a person's key is answered.
//
// Priorities alone are not enough: the kernel lets a running thread finish a slice of several milliseconds before
// others have their turn, whoever they are. An answer needs many turns on its way: the thread that paints, the kernel's
// own that carries a terminal's bytes, the one that reads them; each may have to wait for a slice. So threads of a lower
// priority than the main one look here between two pieces of work, and sleep while somebody is being answered.
#pragma once
#include <stdatomic.h>
#include <stdint.h>

/// Until when, in nanoseconds of the monotonic clock, the way is to be free; 0 while nobody has asked.
extern _Atomic int64_t giving_way_until;

/// Asks for a free way for so long from now, whatever was asked before. Any thread may; the last one counts.
void giving_way_ask(int64_t nanoseconds);

void giving_way_wait(void);

/// Whether somebody has asked; it may be over already.
static inline int giving_way_is_asked(void) {
    return atomic_load_explicit(&giving_way_until, memory_order_relaxed) != 0;
}

/// To be called by long work, best every few tenths of a millisecond, and never with a lock that the main thread takes:
/// sleeps while the way is to be free, if this thread's priority is lower than the main one's. It costs one read of
/// memory when nobody has asked.
static inline void give_way(void) {
    if (__builtin_expect(giving_way_is_asked(), 0)) giving_way_wait();
}
