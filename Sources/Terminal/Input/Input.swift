import Canvas

/// What the screen's thread waits for.
public enum Input: Hashable, Sendable {
    case key(Key)
    /// Only after `Screen.setMouse(true)`.
    case mouse(MousePress)
    /// The terminal has this size now; paint a frame of it.
    case resize(Size)
    /// Another thread rang `Screen.wake`.
    case wake
    /// Someone wants the program to end: finish what must not be lost, close the screen, leave.
    case stop(Stop)

    public enum Stop: Hashable, Sendable {
        /// Ctrl-C, or SIGINT.
        case interrupt
        /// SIGTERM or SIGQUIT. A second one ends the process at once, with the terminal restored.
        case terminate
        /// The terminal is gone: nothing can be shown or asked any more.
        case hangup
    }
}
