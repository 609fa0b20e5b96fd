/* Bringing the terminal back, from anywhere: everything here after the capture is async-signal-safe. */
#define _GNU_SOURCE
#define _XOPEN_SOURCE_EXTENDED 1
#include "CTerminal.h"
#include "private.h"

#include <errno.h>
#include <fcntl.h>
#include <curses.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

enum { SEQUENCES_LIMIT = 512, REPLAY_LIMIT = 64 * 1024 };

static char sequences[SEQUENCES_LIMIT];
static size_t sequences_length;
static struct termios modes_before;
static atomic_int captured;

static const char mouse_on_sequence[] = "\033[?1000h\033[?1006h";
static const char mouse_off_sequence[] = "\033[?1006l\033[?1000l";
static atomic_int mouse_is_on;

static int saved_errors = -1;
static int error_log = -1;
static off_t error_log_start;

static int keep_byte(int byte) {
    if (sequences_length < SEQUENCES_LIMIT) sequences[sequences_length++] = (char)byte;
    return byte;
}

static void keep(const char *name) {
    char *sequence = tigetstr(name);
    /* tputs resolves padding, which must not be sent as text. */
    if (sequence && sequence != (char *)-1) tputs(sequence, 1, keep_byte);
}

void terminal_capture_modes(void) { tcgetattr(STDIN_FILENO, &modes_before); }

void terminal_capture_sequences(void) {
    sequences_length = 0;
    keep("sgr0");
    keep("op");
    keep("rmkx");
    keep("cnorm");
    keep("rmcup");
    atomic_store(&captured, 1);
}

void terminal_release_capture(void) { atomic_store(&captured, 0); }

static void write_all(int file, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = write(file, bytes, length);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        bytes += written;
        length -= (size_t)written;
    }
}

static void report_mouse(int on) {
    if (on) write_all(STDOUT_FILENO, mouse_on_sequence, sizeof mouse_on_sequence - 1);
    else write_all(STDOUT_FILENO, mouse_off_sequence, sizeof mouse_off_sequence - 1);
}

void terminal_set_mouse(int on) {
    if (atomic_exchange(&mouse_is_on, on != 0) != (on != 0)) report_mouse(on);
}

void terminal_mouse_pause(void) {
    if (atomic_load(&mouse_is_on)) report_mouse(0);
}

void terminal_mouse_again(void) {
    if (atomic_load(&mouse_is_on)) report_mouse(1);
}

void terminal_restore_now(void) {
    int error = errno;
    /* Two threads may crash at once; the terminal is restored by the first. */
    if (atomic_exchange(&captured, 0)) {
        if (atomic_exchange(&mouse_is_on, 0)) report_mouse(0);
        write_all(STDOUT_FILENO, sequences, sequences_length);
        tcsetattr(STDIN_FILENO, TCSANOW, &modes_before);
        terminal_errors_replay();
    }
    errno = error;
}

int terminal_anonymous_log(void) { return memfd_create("errors", MFD_CLOEXEC); }

int terminal_divert_errors(int log) {
    if (log < 0) return 0;
    if (!isatty(STDERR_FILENO) || saved_errors >= 0) {
        close(log);
        return 0;
    }
    error_log_start = lseek(log, 0, SEEK_END);
    saved_errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    error_log = log;
    terminal_errors_again();
    return 1;
}

void terminal_errors_pause(void) {
    if (saved_errors >= 0) dup2(saved_errors, STDERR_FILENO);
}

void terminal_errors_again(void) {
    if (saved_errors >= 0) dup2(error_log, STDERR_FILENO);
}

void terminal_errors_replay(void) {
    if (saved_errors < 0) return;
    dup2(saved_errors, STDERR_FILENO);
    off_t end = lseek(error_log, 0, SEEK_END);
    off_t at = error_log_start;
    if (end - at > REPLAY_LIMIT) at = end - REPLAY_LIMIT;
    char buffer[1024];
    while (at < end) {
        ssize_t length = pread(error_log, buffer, sizeof buffer, at);
        if (length <= 0) break;
        write_all(STDERR_FILENO, buffer, (size_t)length);
        at += length;
    }
    error_log_start = end;
}

void terminal_restore_errors(void) {
    if (saved_errors < 0) return;
    terminal_errors_replay();
    close(saved_errors);
    close(error_log);
    saved_errors = error_log = -1;
}
