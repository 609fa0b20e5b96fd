/*
 * Signals. The orderly ones only note themselves and write to the wake descriptor, so it does not matter which thread
 * the kernel hands them to; the screen's thread acts on them between two keys. Crashes restore the terminal on the
 * spot and are then handed on to whoever handled them before (the Swift runtime's backtrace).
 */
#define _GNU_SOURCE
#define _XOPEN_SOURCE_EXTENDED 1
#include "CTerminal.h"
#include "private.h"

#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* SIGINT, when nobody reads what was noted, ends the process at the third; a second order to terminate always does. */
enum { INTERRUPT_PATIENCE = 3, CAUGHT_LIMIT = 16 };

static atomic_int noted;
static atomic_int unread_interrupts;
static atomic_int terminations;
static atomic_int wake_descriptor = -1;

static struct {
    int signal;
    struct sigaction before;
} caught[CAUGHT_LIMIT];
static int caught_count;

static void die_of(int signal) {
    terminal_restore_now();
    struct sigaction standard;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    sigaction(signal, &standard, NULL);
    raise(signal); /* delivered when the handler returns */
}

static void note(int signal) {
    int error = errno;
    int bit = 0;
    switch (signal) {
    case SIGWINCH: bit = TERMINAL_NOTED_RESIZE; break;
    case SIGTSTP: bit = TERMINAL_NOTED_STOP; break;
    case SIGCONT: bit = TERMINAL_NOTED_CONTINUE; break;
    case SIGINT:
        bit = TERMINAL_NOTED_INTERRUPT;
        if (atomic_fetch_add(&unread_interrupts, 1) + 1 >= INTERRUPT_PATIENCE) die_of(signal);
        break;
    default:
        bit = signal == SIGHUP ? TERMINAL_NOTED_HANGUP : TERMINAL_NOTED_TERMINATE;
        if (atomic_fetch_add(&terminations, 1) >= 1) die_of(signal);
        break;
    }
    atomic_fetch_or(&noted, bit);
    terminal_signal_wake(atomic_load(&wake_descriptor));
    errno = error;
}

static void crash(int signal, siginfo_t *info, void *context) {
    terminal_restore_now();
    struct sigaction before;
    memset(&before, 0, sizeof before);
    before.sa_handler = SIG_DFL;
    for (int index = 0; index < caught_count; index++) {
        if (caught[index].signal == signal) before = caught[index].before;
    }
    sigaction(signal, &before, NULL);
    /* A faulting instruction faults again on return and finds the handler from before. */
    int repeats = info->si_code > 0 && (signal == SIGSEGV || signal == SIGBUS || signal == SIGILL || signal == SIGFPE);
    if (repeats) return;
    /* What was sent does not come again: the runtime's handler reports and returns, and the process would live on
       without its terminal. */
    /* As the kernel would call it: the runtime's handler needs signals of its own to get through. */
    sigset_t blocked = before.sa_mask;
    if (!(before.sa_flags & SA_NODEFER)) sigaddset(&blocked, signal);
    pthread_sigmask(SIG_SETMASK, &blocked, NULL);
    if (before.sa_flags & SA_SIGINFO) {
        before.sa_sigaction(signal, info, context);
    } else if (before.sa_handler == SIG_IGN) {
        return;
    } else if (before.sa_handler != SIG_DFL) {
        before.sa_handler(signal);
    }
    die_of(signal);
}

static void catch_signal(int signal, int is_crash) {
    if (caught_count == CAUGHT_LIMIT) return;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigfillset(&action.sa_mask);
    if (is_crash) {
        action.sa_sigaction = crash;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    } else {
        action.sa_handler = note;
        action.sa_flags = SA_RESTART | SA_ONSTACK;
    }
    caught[caught_count].signal = signal;
    /* What the starter of the process ignores (nohup) stays ignored. */
    if (sigaction(signal, NULL, &caught[caught_count].before) == 0
        && (is_crash || caught[caught_count].before.sa_handler != SIG_IGN)
        && sigaction(signal, &action, NULL) == 0) {
        caught_count++;
        /* Whoever started the process may have left it blocked. */
        sigset_t one;
        sigemptyset(&one);
        sigaddset(&one, signal);
        pthread_sigmask(SIG_UNBLOCK, &one, NULL);
    }
}

void terminal_catch_signals(int wake) {
    static int registered;
    atomic_store(&wake_descriptor, wake);
    atomic_store(&noted, 0);
    atomic_store(&unread_interrupts, 0);
    atomic_store(&terminations, 0);
    caught_count = 0;
    static const int orderly[] = { SIGWINCH, SIGTSTP, SIGCONT, SIGINT, SIGTERM, SIGQUIT, SIGHUP };
    static const int crashes[] = { SIGILL, SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGTRAP };
    for (size_t index = 0; index < sizeof orderly / sizeof *orderly; index++) catch_signal(orderly[index], 0);
    for (size_t index = 0; index < sizeof crashes / sizeof *crashes; index++) catch_signal(crashes[index], 1);
    /* A call of exit from anywhere must not leave the terminal behind. */
    if (!registered) registered = atexit(terminal_restore_now) == 0;
}

void terminal_release_signals(void) {
    for (int index = 0; index < caught_count; index++) sigaction(caught[index].signal, &caught[index].before, NULL);
    caught_count = 0;
    atomic_store(&wake_descriptor, -1);
}

int terminal_noted(void) {
    atomic_store(&unread_interrupts, 0);
    return atomic_exchange(&noted, 0);
}

void terminal_resume(void) {
    /* After endwin the next doupdate enters the screen and its modes again. */
    if (!isendwin()) endwin();
    clearok(curscr, TRUE);
    doupdate();
    terminal_mouse_again();
}

void terminal_suspend(void) {
    terminal_mouse_pause();
    endwin();
    terminal_errors_pause();
    struct sigaction standard, ours;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    if (sigaction(SIGTSTP, &standard, &ours) == 0) {
        sigset_t stop, before;
        sigemptyset(&stop);
        sigaddset(&stop, SIGTSTP);
        pthread_sigmask(SIG_UNBLOCK, &stop, &before);
        raise(SIGTSTP); /* stops here, until SIGCONT */
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        sigaction(SIGTSTP, &ours, NULL);
    }
    atomic_fetch_and(&noted, ~(TERMINAL_NOTED_CONTINUE | TERMINAL_NOTED_STOP));
    terminal_errors_again();
    terminal_resume();
}

int terminal_make_wake(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void terminal_signal_wake(int wake) {
    uint64_t one = 1;
    if (wake >= 0) (void)!write(wake, &one, sizeof one);
}

void terminal_drain_wake(int wake) {
    uint64_t count;
    (void)!read(wake, &count, sizeof count);
}

int terminal_wait(int wake, int timeout) {
    struct pollfd files[2] = { { STDIN_FILENO, POLLIN, 0 }, { wake, POLLIN, 0 } };
    int ready = poll(files, 2, timeout);
    if (ready < 0) return errno == EINTR ? 2 : 4;
    int result = 0;
    if (files[0].revents & POLLIN) {
        /* Readable with nothing to read, or with an error, is the end of the file: the terminal is gone. */
        int waiting = 0;
        if (ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0 && waiting > 0) result |= 1;
        else result |= 4;
    }
    if (files[0].revents & (POLLHUP | POLLERR | POLLNVAL)) result |= 4;
    if (files[1].revents) result |= 2;
    return result;
}
