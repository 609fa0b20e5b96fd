/* The screen of ncurses behind plain functions. */
#define _GNU_SOURCE
#define _XOPEN_SOURCE_EXTENDED 1
#include "CTerminal.h"
#include "private.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

static SCREEN *screen;
/* Keys are read through a pad, because reading through a window would refresh that window. */
static WINDOW *keys;
/* ncurses sends what it has whenever it moves the cursor: hundreds of small writes a frame, each of which wakes whoever
   reads the terminal. So a frame is gathered in memory and sent at once. */
static FILE *output;
static int terminal = -1;
static int frame = -1;

int terminal_use_utf8(void) {
    if (setlocale(LC_CTYPE, "") && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return 1;
    return setlocale(LC_CTYPE, "C.UTF-8") != NULL;
}

int terminal_describe(const char *term, int *colours, int *pairs, int *addressable) {
    int status = 0;
    *colours = *pairs = -1;
    *addressable = 0;
    if (setupterm(term, STDOUT_FILENO, &status) != OK) return status == 1 ? 0 : status;
    *colours = tigetnum("colors");
    *pairs = tigetnum("pairs");
    char *address = tigetstr("cup");
    *addressable = address != NULL && address != (char *)-1;
    del_curterm(cur_term);
    return 1;
}

/* An output of ncurses' own that leads to the terminal, or for the time of a frame into memory. Without one frames go
   the long way. */
static void gather_frames(void) {
    terminal = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    frame = memfd_create("frame", MFD_CLOEXEC);
    int lead = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    output = lead < 0 ? NULL : fdopen(lead, "w");
    if (lead >= 0 && !output) close(lead);
}

static void release_frames(void) {
    if (output) fclose(output);
    if (terminal >= 0) close(terminal);
    if (frame >= 0) close(frame);
    output = NULL;
    terminal = frame = -1;
}

/* Sends the first bytes of the gathered frame to the terminal. */
static void send_frame(off_t length) {
    static char bytes[1 << 16];
    for (off_t sent = 0; sent < length;) {
        size_t most = (size_t)(length - sent) < sizeof bytes ? (size_t)(length - sent) : sizeof bytes;
        ssize_t count = pread(frame, bytes, most, sent);
        if (count <= 0) return;
        for (ssize_t at = 0; at < count;) {
            ssize_t written = write(terminal, bytes + at, (size_t)(count - at));
            if (written < 0 && errno == EINTR) continue;
            if (written < 0 && errno == EAGAIN) {
                /* Somebody who shares the terminal has made it non-blocking. */
                struct pollfd ready = { .fd = terminal, .events = POLLOUT };
                (void)poll(&ready, 1, -1);
                continue;
            }
            /* The terminal is gone: the next read says so. */
            if (written < 0) return;
            at += written;
        }
        sent += count;
    }
}

int terminal_open(const char *term, const char *description, int use_colours) {
    char *kept = NULL;
    if (description) {
        const char *before = getenv("TERMINFO");
        kept = before ? strdup(before) : NULL;
        setenv("TERMINFO", description, 1);
    }
    terminal_capture_modes();
    gather_frames();
    screen = newterm(term, output ? output : stdout, stdin);
    if (description) {
        /* Children and a later look-up of another terminal must not meet our description. */
        if (kept) setenv("TERMINFO", kept, 1);
        else unsetenv("TERMINFO");
        free(kept);
    }
    if (!screen) {
        release_frames();
        return -1;
    }
    set_term(screen);
    /* cbreak rather than raw: Ctrl-C and Ctrl-Z stay signals, which also work while this thread is busy. */
    cbreak();
    noecho();
    nonl();
    struct termios modes;
    if (tcgetattr(STDIN_FILENO, &modes) == 0) {
        modes.c_iflag &= ~(tcflag_t)(IXON | IXOFF); /* or Ctrl-S freezes the screen */
        tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
        def_prog_mode();
    }
    curs_set(0);
    set_escdelay(25);
    scrollok(stdscr, FALSE);
    keys = newpad(1, 1);
    if (!keys) return -1;
    /* A frame is always sent to its end: a key that waits meanwhile is read after it. */
    typeahead(-1);
    keypad(keys, TRUE);
    nodelay(keys, TRUE);
    if (use_colours) {
        start_color();
        use_default_colors();
    }
    terminal_capture_sequences();
    return 0;
}

void terminal_close(void) {
    if (!screen) return;
    if (keys) delwin(keys);
    keys = NULL;
    terminal_set_mouse(0);
    /* Where there is no screen to go back to, the shell gets a clean one. */
    char *back = tigetstr("rmcup");
    if (!back || back == (char *)-1) {
        erase();
        terminal_flush();
    }
    endwin();
    delscreen(screen);
    screen = NULL;
    release_frames();
    terminal_release_capture();
}

void terminal_update_size(int *height, int *width) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0
        && (size.ws_row != LINES || size.ws_col != COLS)) {
        resize_term(size.ws_row, size.ws_col);
        clearok(curscr, TRUE);
    }
    *height = LINES;
    *width = COLS;
}

int terminal_pair_limit(void) { return COLOR_PAIRS; }

int terminal_define_pair(int pair, int foreground, int background) {
    return init_extended_pair(pair, foreground, background) == OK;
}

void terminal_forget_pairs(void) { reset_color_pairs(); }

void terminal_put(int row, int column, uint32_t glyph, int bold, int dim, int reverse, int underline, int pair) {
    cchar_t cell;
    wchar_t text[2] = { (wchar_t)glyph, 0 };
    attr_t attributes = (bold ? A_BOLD : 0) | (dim ? A_DIM : 0) | (reverse ? A_REVERSE : 0)
        | (underline ? A_UNDERLINE : 0);
    /* The short would be clamped; the last argument carries the pair whole. */
    if (setcchar(&cell, text, attributes, 0, &pair) != OK) return;
    /* The last cell reports an error because the cursor cannot move on; it is written all the same. */
    (void)mvadd_wch(row, column, &cell);
}

int terminal_width(uint32_t glyph) { return wcwidth((wchar_t)glyph); }

void terminal_flush(void) {
    wnoutrefresh(stdscr);
    int lead = output && terminal >= 0 && frame >= 0 ? fileno(output) : -1;
    if (lead < 0 || lseek(frame, 0, SEEK_SET) != 0 || dup3(frame, lead, O_CLOEXEC) < 0) {
        doupdate();
        return;
    }
    doupdate();
    off_t length = lseek(frame, 0, SEEK_CUR);
    dup3(terminal, lead, O_CLOEXEC);
    send_frame(length);
}

void terminal_repaint_all(void) { clearok(curscr, TRUE); }

int terminal_read(uint32_t *code) {
    wint_t input = 0;
    int kind = keys ? wget_wch(keys, &input) : ERR;
    if (kind == ERR) return 0;
    if (kind != KEY_CODE_YES) {
        *code = (uint32_t)input;
        return 1;
    }
    if (input >= KEY_F(1) && input <= KEY_F(63)) {
        *code = TERMINAL_KEY_FUNCTION + (input - KEY_F0);
        return 2;
    }
    switch (input) {
    case KEY_UP: *code = TERMINAL_KEY_UP; break;
    case KEY_DOWN: *code = TERMINAL_KEY_DOWN; break;
    case KEY_LEFT: *code = TERMINAL_KEY_LEFT; break;
    case KEY_RIGHT: *code = TERMINAL_KEY_RIGHT; break;
    case KEY_SLEFT: *code = TERMINAL_KEY_SHIFT_LEFT; break;
    case KEY_SRIGHT: *code = TERMINAL_KEY_SHIFT_RIGHT; break;
    case KEY_HOME: *code = TERMINAL_KEY_HOME; break;
    case KEY_END: *code = TERMINAL_KEY_END; break;
    case KEY_PPAGE: *code = TERMINAL_KEY_PAGE_UP; break;
    case KEY_NPAGE: *code = TERMINAL_KEY_PAGE_DOWN; break;
    case KEY_ENTER: *code = TERMINAL_KEY_ENTER; break;
    case KEY_BACKSPACE: *code = TERMINAL_KEY_BACKSPACE; break;
    case KEY_DC: *code = TERMINAL_KEY_DELETE; break;
    case KEY_MOUSE: *code = TERMINAL_KEY_MOUSE; break;
    default: *code = TERMINAL_KEY_OTHER; break;
    }
    return 2;
}
