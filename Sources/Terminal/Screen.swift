import CTerminal
import Canvas
import Disk
import Glibc
import SystemPackage

/// The terminal, taken over: what is painted appears, what is pressed comes out of `next`, and however the program
/// ends the terminal is as it was before.
///
/// One thread opens the screen, uses it and closes it; only `wake` is for other threads. Nothing may be printed to
/// standard output meanwhile. Standard error, where it is a terminal, goes into a log and is shown after the screen
/// is closed. Signals need no arrangement with other threads: whichever thread gets one, this one acts on it in
/// `next`, so `next` must be called often (between two frames). Other threads must not catch SIGINT, SIGTERM,
/// SIGHUP, SIGQUIT, SIGTSTP, SIGCONT or SIGWINCH themselves.
///
/// - Ctrl-C and SIGINT come as `.stop(.interrupt)`; three of them that nobody takes end the process.
/// - Ctrl-Z leaves the screen and stops; `fg` brings all of it back, at the size the terminal has then.
/// - A crash restores the terminal first and then goes on to the runtime's own report.
public final class Screen {
    public let capabilities: Capabilities
    /// For other threads: makes `next` return.
    public let wake: Wake
    public private(set) var size: Size

    private var painter: Painter
    private var decoder = KeyDecoder()
    private var isOpen = true
    private var stopsToGive: [Input.Stop] = []
    // One process has one terminal. Only ever touched while opening and closing.
    private static let inUse = InUse()

    /// Takes the terminal over.
    /// - Parameters:
    ///   - colour: what `--color` asked for.
    ///   - ascii: true for ASCII only, false for all glyphs, nil to find out.
    ///   - errorLog: where standard error goes meanwhile; nil for an anonymous file.
    /// - Throws: `TerminalError`; the terminal is untouched then.
    public init(
        colour: ColourChoice = .auto, ascii: Bool? = nil, errorLog: FilePath? = nil,
        environment: [String: String] = Screen.environment
    ) throws(TerminalError) {
        guard isatty(STDIN_FILENO) == 1 else {
            throw TerminalError(.notATerminal, "standard input", "is not a terminal; run the station in one")
        }
        guard isatty(STDOUT_FILENO) == 1 else {
            throw TerminalError(.notATerminal, "standard output", "is not a terminal; run the station in one")
        }
        let found = try TerminalKind(environment: environment, colour: colour, ascii: ascii)
        let wake = try Wake()
        guard Screen.inUse.take() else {
            throw TerminalError(.alreadyOpen, "terminal", "this process has a screen already")
        }
        terminal_catch_signals(wake.descriptor)
        let opened = found.term.withCString { term in
            guard let description = found.description else {
                return terminal_open(term, nil, found.capabilities.isMonochrome ? 0 : 1)
            }
            return terminal_open(term, description, found.capabilities.isMonochrome ? 0 : 1)
        }
        guard opened == 0 else {
            terminal_close()
            terminal_release_signals()
            Screen.inUse.give()
            throw TerminalError(
                .unknownTerminal, "TERM=\(found.term.printable)", "the terminal library refuses it; try TERM=xterm")
        }
        _ = terminal_divert_errors(Screen.openLog(errorLog))
        capabilities = found.capabilities
        self.wake = wake
        painter = Painter(capabilities: found.capabilities, ansiColours: found.ansiColours)
        size = Screen.currentSize()
    }

    deinit { close() }

    /// Gives the terminal back and shows what was said on standard error meanwhile. Safe to call twice.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        terminal_close()
        terminal_restore_errors()
        terminal_release_signals()
        Screen.inUse.give()
    }

    /// Shows `frame`. Only what changed is sent.
    public func paint(_ frame: Frame) {
        guard isOpen else { return }
        painter.paint(frame, size: size)
    }

    /// The whole screen is sent again at the next paint: for Ctrl-L, when something else wrote over it.
    public func repaintAll() { terminal_repaint_all() }

    /// Whether the mouse is heard. While it is, the terminal's own selection needs Shift, so it starts unheard.
    public func setMouse(_ isHeard: Bool) {
        guard isOpen else { return }
        terminal_set_mouse(isHeard ? 1 : 0)
    }

    /// Waits for a key, a resize, a wake or an order to stop; nil when `timeout` passes first.
    /// - Parameter timeout: nil waits for ever, zero only looks.
    public func next(timeout: Duration? = nil) -> Input? {
        guard isOpen else { return .stop(.hangup) }
        let clock = ContinuousClock()
        let deadline = timeout.map { clock.now + $0 }
        while true {
            if let input = takeSignals() { return input }
            if let input = decoder.next(Screen.read) { return input }
            if wake.heard() { return .wake }
            let ready = terminal_wait(wake.descriptor, Screen.milliseconds(until: deadline, clock))
            if ready & 2 != 0 { wake.drain() }
            if ready & 4 != 0, ready & 1 == 0 { return takeSignals() ?? .stop(.hangup) }
            if ready == 0 { return nil }
        }
    }

    private func takeSignals() -> Input? {
        let noted = terminal_noted()
        if noted & Int32(TERMINAL_NOTED_HANGUP) != 0 { stopsToGive.append(.hangup) }
        if noted & Int32(TERMINAL_NOTED_TERMINATE) != 0 { stopsToGive.append(.terminate) }
        if noted & Int32(TERMINAL_NOTED_INTERRUPT) != 0 { stopsToGive.append(.interrupt) }
        if noted & Int32(TERMINAL_NOTED_STOP) != 0 {
            terminal_suspend()
        } else if noted & Int32(TERMINAL_NOTED_CONTINUE) != 0 {
            terminal_resume()
        }
        let changing = TERMINAL_NOTED_RESIZE | TERMINAL_NOTED_STOP | TERMINAL_NOTED_CONTINUE
        if noted & Int32(changing) != 0 {
            // Compared with what was told last: ncurses finds some changes by itself, after a stop for one.
            let now = Screen.currentSize()
            if now != size {
                size = now
                painter.forget()
                return .resize(size)
            }
        }
        return stopsToGive.isEmpty ? nil : .stop(stopsToGive.removeFirst())
    }

    private static func currentSize() -> Size {
        var rows: Int32 = 0
        var columns: Int32 = 0
        terminal_update_size(&rows, &columns)
        return Size(columns: Int(columns), rows: Int(rows))
    }

    private static func read() -> RawKey? {
        var code: UInt32 = 0
        switch terminal_read(&code) {
        case 1: return .scalar(code)
        case 2: return .function(code)
        default: return nil
        }
    }

    private static func milliseconds(until deadline: ContinuousClock.Instant?, _ clock: ContinuousClock) -> Int32 {
        guard let deadline else { return -1 }
        let left = (deadline - clock.now).components
        guard left.seconds >= 0, left.attoseconds >= 0 else { return 0 }
        // Rounded up, so that a wait never ends just before its time and turns into a busy loop.
        return Int32(clamping: left.seconds * 1000 + (left.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }

    private static func openLog(_ path: FilePath?) -> Int32 {
        guard let path else { return terminal_anonymous_log() }
        let opened = try? FileDescriptor.open(
            path, .readWrite, options: [.create, .append, .closeOnExec], permissions: [.ownerReadWrite])
        return opened?.rawValue ?? terminal_anonymous_log()
    }
}
