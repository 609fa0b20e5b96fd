#pragma once

/* Between the files of CTerminal. */

/* Keeps the modes from before the screen, and once it is open the sequences that leave it. */
void terminal_capture_modes(void);
void terminal_capture_sequences(void);
void terminal_release_capture(void);
/* While the screen is left for a while. */
void terminal_mouse_pause(void);
void terminal_mouse_again(void);
void terminal_errors_pause(void);
void terminal_errors_again(void);
/* Async-signal-safe. */
void terminal_errors_replay(void);
