import CTerminal
import Glibc

/// The probe, or a shell that runs it, on a pseudo-terminal.
final class ProbeTerminal {
    let process: Int32
    private let master: Int32
    private(set) var output: [UInt8] = []

    /// The probe lies beside the test bundle.
    static let probe: String? = {
        var buffer = [CChar](repeating: 0, count: 4096)
        guard readlink("/proc/self/exe", &buffer, buffer.count - 1) > 0 else { return nil }
        let own = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let arguments = [own] + CommandLine.arguments
        return arguments.lazy.compactMap { path -> String? in
            guard let slash = path.lastIndex(of: "/") else { return nil }
            let candidate = path[..<slash] + "/terminal-probe"
            return access(String(candidate), X_OK) == 0 ? String(candidate) : nil
        }.first
    }()

    init?(_ command: [String], environment: [String: String] = [:], rows: Int32 = 24, columns: Int32 = 80) {
        var all = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]
        all.merge(environment) { $1 }
        var arguments = command.map { strdup($0) } + [nil]
        var variables = all.map { strdup("\($0)=\($1)") } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        var child: Int32 = 0
        master = terminal_spawn(command[0], &arguments, &variables, rows, columns, &child)
        process = child
        guard master >= 0 else { return nil }
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
    }

    deinit {
        kill(process, SIGKILL)
        close(master)
        waitpid(process, nil, 0)
    }

    func type(_ text: String) { _ = Array(text.utf8).withUnsafeBytes { write(master, $0.baseAddress, $0.count) } }
    func resize(rows: Int32, columns: Int32) { _ = terminal_resize(master, rows, columns) }

    /// Where a wait begins to look; text before it has been seen.
    private var seen = 0

    /// Reads until `text` has come since the last wait. The deadline only keeps a broken build from hanging.
    func wait(for text: String) -> Bool {
        let wanted = Array(text.utf8)
        let deadline = ContinuousClock().now + .seconds(60)
        while ContinuousClock().now < deadline {
            if let place = find(wanted) {
                seen = place + wanted.count
                return true
            }
            if !read(milliseconds: 200), exited != nil, !read(milliseconds: 0) { return find(wanted) != nil }
        }
        return false
    }

    private func find(_ wanted: [UInt8]) -> Int? {
        guard output.count - seen >= wanted.count else { return nil }
        return (seen...output.count - wanted.count).first { output[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }

    private func read(milliseconds: Int32) -> Bool {
        var file = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard poll(&file, 1, milliseconds) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = Glibc.read(master, &buffer, buffer.count)
        guard count > 0 else { return false }
        output += buffer[..<count]
        return true
    }

    private var status: Int32?

    /// The wait status once the process has ended.
    private var exited: Int32? {
        if status == nil {
            var value: Int32 = 0
            if waitpid(process, &value, WNOHANG) == process { status = value }
        }
        return status
    }

    /// Reads on until the process has ended: its exit code, or the negative number of the signal that ended it.
    func end() -> Int32? {
        let deadline = ContinuousClock().now + .seconds(60)
        while ContinuousClock().now < deadline {
            let more = read(milliseconds: 100)
            if let status = exited, !more { return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F) }
        }
        return nil
    }

    /// Whether lines are edited and echoed by the terminal, as a shell leaves it to programs.
    var isSane: Bool {
        var modes = termios()
        guard tcgetattr(master, &modes) == 0 else { return false }
        let local = tcflag_t(ICANON | ECHO | ISIG)
        return modes.c_lflag & local == local && modes.c_iflag & tcflag_t(ICRNL) != 0
            && modes.c_oflag & tcflag_t(OPOST) != 0
    }

    var text: String { String(decoding: output, as: UTF8.self) }
    /// The alternate screen was left last, and not entered again.
    var isBack: Bool {
        guard let left = text.range(of: "\u{1B}[?1049l", last: true) else { return false }
        guard let entered = text.range(of: "\u{1B}[?1049h", last: true) else { return true }
        return left > entered
    }
}

extension String {
    /// The UTF-8 offset where `part` begins, the first or the last time.
    func range(of part: String, last: Bool = false) -> Int? {
        let (all, wanted) = (Array(utf8), Array(part.utf8))
        guard all.count >= wanted.count else { return nil }
        let places = 0...all.count - wanted.count
        func matches(_ place: Int) -> Bool { all[place..<place + wanted.count].elementsEqual(wanted) }
        return last ? places.last(where: matches) : places.first(where: matches)
    }
}
