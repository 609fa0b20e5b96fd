/// One key press, as the terminal decodes it and the screens' keymap names it.
///
/// Shifted letters are their capital (`.character("Z")`); Control with a letter is `.control` of the lower-case
/// letter. What comes as a key of its own on every terminal (Enter, Tab, Escape, Backspace) is never `.control`.
public enum Key: Hashable, Sendable {
    /// Anything printable, space included.
    case character(Unicode.Scalar)
    case up, down, left, right
    case shiftLeft, shiftRight
    case home, end, pageUp, pageDown
    case enter, escape, tab, backspace, delete
    /// Control with a lower-case letter: `.control("r")`.
    case control(Character)
    /// F1 is `.function(1)`.
    case function(Int)
}
