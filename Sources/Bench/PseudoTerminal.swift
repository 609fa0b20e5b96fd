import CTerminal

#if canImport(Glibc)
    import Glibc
#endif

/// The program on a terminal of its own, whose bytes are read as fast as they come and timed.
package final class PseudoTerminal {
    package let process: pid_t
    private let master: Int32
    private let children: Children
    private var hasEnded = false
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    package struct Burst: Sendable {
        package var bytes = 0
        /// Seconds from the start of the wait to the last byte.
        package var last = 0.0
        /// The terminal's other side is closed.
        package var isOver = false
    }

    package init(_ command: [String], rows: Int, columns: Int, children: Children) throws(BenchError) {
        // Truecolour, and nothing in the way of it.
        let environment = Children.environment([
            "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", "NO_COLOR": "", "LINES": "",
            "COLUMNS": "", "TERMINFO": "",
        ])
        var arguments = command.map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for word in arguments + variables { free(word) } }
        var child: Int32 = 0
        master = terminal_spawn(command[0], &arguments, &variables, Int32(rows), Int32(columns), &child)
        guard master >= 0 else { throw BenchError(.machine, "terminal", "none can be opened") }
        process = child
        self.children = children
        children.note(child)
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    }

    deinit { end() }

    package func type(_ text: String) {
        _ = Array(text.utf8).withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
    }

    /// Reads until nothing has come for `quiet` seconds after the first byte.
    /// - Parameters:
    ///   - since: what times count from.
    ///   - patience: seconds to wait for the first byte.
    ///   - look: shown all bytes as they come; quiet counts only once it has said true.
    package func burst(
        since watch: Stopwatch, quiet: Double, patience: Double, until look: (ArraySlice<UInt8>) -> Bool = { _ in true }
    ) -> Burst {
        var burst = Burst()
        var isSeen = false
        while true {
            let left = isSeen ? burst.last + quiet - watch.seconds : patience - watch.seconds
            guard left > 0 else { return burst }
            var file = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            // Rounded up, so that the wait does not end just before its time and turn into a busy loop.
            guard poll(&file, 1, Int32(left * 1e3) + 1) > 0 else { continue }
            let count = read(master, &buffer, buffer.count)
            let now = watch.seconds
            if count > 0 {
                burst.bytes += count
                burst.last = now
                isSeen = look(buffer[..<count]) || isSeen
            } else if count == 0 || errno == EIO {
                burst.isOver = true
                return burst
            }
        }
    }

    /// Reads on for some time whatever comes.
    func drain(seconds: Double) -> Burst {
        let watch = Stopwatch()
        var all = Burst()
        while watch.seconds < seconds, !all.isOver {
            let burst = burst(since: Stopwatch(), quiet: 0.01, patience: min(0.05, max(0.001, seconds - watch.seconds)))
            all.bytes += burst.bytes
            all.isOver = burst.isOver
        }
        return all
    }

    /// Processor time that the program has used, in seconds.
    var processorSeconds: Double? {
        guard let text = ProcessFile.read("/proc/\(process)/stat"), let name = text.lastIndex(of: ")") else {
            return nil
        }
        let fields = text[text.index(after: name)...].split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return nil }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Ends the program as a closing terminal would, and at once if that does not help.
    package func end() {
        guard !hasEnded else { return }
        hasEnded = true
        children.send(SIGTERM, to: process)
        let watch = Stopwatch()
        while watch.seconds < 2 {
            _ = drain(seconds: 0.02)
            if children.ended(process) != nil {
                close(master)
                return
            }
        }
        children.send(SIGKILL, to: process)
        close(master)
        _ = children.wait(for: process)
    }
}
