/* A child on a terminal of its own, so that tests can look at what really reaches a terminal. */
#define _GNU_SOURCE
#include "CTerminal.h"

#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

int terminal_spawn(const char *program, char *const arguments[], char *const environment[], int rows, int columns,
    int *process) {
    struct winsize size = { (unsigned short)rows, (unsigned short)columns, 0, 0 };
    int master = -1;
    pid_t child = forkpty(&master, NULL, NULL, &size);
    if (child < 0) return -1;
    if (child == 0) {
        /* Threads of test runners block signals, and a mask is inherited. */
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        execve(program, arguments, environment);
        _exit(127);
    }
    *process = child;
    return master;
}

int terminal_resize(int master, int rows, int columns) {
    struct winsize size = { (unsigned short)rows, (unsigned short)columns, 0, 0 };
    return ioctl(master, TIOCSWINSZ, &size);
}
