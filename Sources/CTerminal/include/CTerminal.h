#pragma once

#include <stddef.h>
#include <stdint.h>

/*
 * What Swift cannot call of ncursesw: macros, variadic functions and shared variables. Only the thread that opened
 * the terminal may call the functions of the first three groups; every one of them is plain C types.
 */

/* --- Asking before opening ------------------------------------------------------------------------------------ */

/* Makes LC_CTYPE a UTF-8 one: the user's, or C.UTF-8 where theirs is not. 0 when neither can be had. */
int terminal_use_utf8(void);

/* Reads the description of `term`: 1 found, 0 unknown, -1 no database. Colours is -1 where it has none; addressable
 * tells whether the cursor can be moved at all. */
int terminal_describe(const char *term, int *colours, int *pairs, int *addressable);

/* --- The screen ----------------------------------------------------------------------------------------------- */

/* Starts ncurses on standard input and output. `description` is NULL or a value for TERMINFO that is set only while
 * the terminal is opened. Returns 0, or -1 when ncurses refuses. */
int terminal_open(const char *term, const char *description, int use_colours);
/* Back to the shell's screen and modes; frees what ncurses holds. */
void terminal_close(void);
/* Rows and columns as the kernel has them; ncurses is told. */
void terminal_update_size(int *rows, int *columns);

/* How many colour pairs ncurses can hold. */
int terminal_pair_limit(void);
/* Colours are indices or 0xRRGGBB, -1 the terminal's own. */
int terminal_define_pair(int pair, int foreground, int background);
/* Forgets every pair; the next paint sends the whole screen. */
void terminal_forget_pairs(void);
void terminal_put(int row, int column, uint32_t glyph, int bold, int dim, int reverse, int underline, int pair);
/* Columns the C library gives a scalar in the locale in use; -1 unknown. */
int terminal_width(uint32_t glyph);
/* Sends what changed since the last time. */
void terminal_flush(void);
/* The next flush sends everything. */
void terminal_repaint_all(void);
/* Whether clicks and the wheel are reported (xterm's modes 1000 and 1006). Off again on close, stop and crash. */
void terminal_set_mouse(int on);

/* --- Input ---------------------------------------------------------------------------------------------------- */

/* One key that is there already: 0 nothing, 1 a character, 2 a function key (`code` is one of terminal_key_*). */
int terminal_read(uint32_t *code);

enum {
    TERMINAL_KEY_OTHER, TERMINAL_KEY_UP, TERMINAL_KEY_DOWN, TERMINAL_KEY_LEFT, TERMINAL_KEY_RIGHT,
    TERMINAL_KEY_SHIFT_LEFT, TERMINAL_KEY_SHIFT_RIGHT, TERMINAL_KEY_HOME, TERMINAL_KEY_END, TERMINAL_KEY_PAGE_UP,
    TERMINAL_KEY_PAGE_DOWN, TERMINAL_KEY_ENTER, TERMINAL_KEY_BACKSPACE, TERMINAL_KEY_DELETE,
    /* The beginning of a mouse report; its parameters follow as characters. */
    TERMINAL_KEY_MOUSE,
    TERMINAL_KEY_FUNCTION = 1000
};

/* Waits for a key, a wake or a signal. Bits: 1 input, 2 wake, 4 hung up. 0 on time-out (milliseconds, -1 none). */
int terminal_wait(int wake, int timeout);

/* --- Signals -------------------------------------------------------------------------------------------------- */

/* From here on signals only note themselves and write to `wake`; call before terminal_open, which captures what is
 * needed to restore the terminal from inside a handler. */
void terminal_catch_signals(int wake);
void terminal_release_signals(void);

enum {
    TERMINAL_NOTED_RESIZE = 1, TERMINAL_NOTED_STOP = 2, TERMINAL_NOTED_CONTINUE = 4, TERMINAL_NOTED_INTERRUPT = 8,
    TERMINAL_NOTED_TERMINATE = 16, TERMINAL_NOTED_HANGUP = 32
};
/* What was noted since the last call, as bits. */
int terminal_noted(void);
/* Leaves the screen, stops the process as Ctrl-Z asked, and takes the screen back when it goes on. */
void terminal_suspend(void);
/* Takes the screen back after a stop that nobody announced (SIGSTOP, then SIGCONT). */
void terminal_resume(void);

/* An eventfd, or -1. */
int terminal_make_wake(void);
void terminal_signal_wake(int wake);
void terminal_drain_wake(int wake);

/* --- Standard error ------------------------------------------------------------------------------------------- */

/* While the screen is up standard error goes into `log` (a descriptor opened for reading and appending, whose
 * ownership passes here). Only where it is a terminal; returns 1 when it was. */
int terminal_divert_errors(int log);
/* Puts standard error back and writes there what was said meanwhile, at most the last 64 KiB. */
void terminal_restore_errors(void);
/* An anonymous file for terminal_divert_errors, or -1. */
int terminal_anonymous_log(void);

/* Everything at once, safe inside a signal handler: screen, modes, cursor, standard error. Works once. */
void terminal_restore_now(void);

/* --- For tests: a child on a terminal of its own -------------------------------------------------------------- */

/* forkpty and exec. Returns the master's descriptor or -1. */
int terminal_spawn(const char *program, char *const arguments[], char *const environment[], int rows, int columns,
    int *process);
int terminal_resize(int master, int rows, int columns);
