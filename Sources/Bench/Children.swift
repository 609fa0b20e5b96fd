import Disk
import Synchronization
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Programs that a measurement has started, so that none of them outlives it.
public final class Children: Sendable {
    private let running = Mutex<Set<pid_t>>([])
    private let ending = Atomic(false)

    public init() {}

    /// The program that runs right now, to be started again as a child.
    static var program: String {
        get throws(BenchError) {
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
            guard length > 0 else { throw BenchError(.child, "/proc/self/exe", "cannot be read; mount /proc") }
            return FilePath(bytes: buffer[..<length].map { UInt8(bitPattern: $0) }).string
        }
    }

    /// This process's environment with some variables changed; an empty value takes one away.
    static func environment(_ changes: [String: String]) -> [String] {
        var all: [String] = []
        var place = environ
        while let entry = place.pointee {
            let text = String(cString: entry)
            let name = text.prefix { $0 != "=" }
            if changes[String(name)] == nil { all.append(text) }
            place += 1
        }
        return all + changes.filter { !$0.value.isEmpty }.map { "\($0.key)=\($0.value)" }.sorted()
    }

    func note(_ process: pid_t) {
        running.withLock { _ = $0.insert(process) }
        if areEnding { send(SIGKILL, to: process) }
    }

    /// Waits for a child's end.
    /// - Returns: its exit code, or 128 and the number of the signal that ended it.
    package func wait(for process: pid_t) -> Int32 {
        while true {
            if let code = ended(process) { return code }
            usleep(1000)
        }
    }

    /// The same when it has ended already; `nil` while it runs. What was waited for before counts as killed.
    func ended(_ process: pid_t) -> Int32? {
        running.withLock { running in
            guard running.contains(process) else { return 128 + SIGKILL }
            var status: Int32 = 0
            guard waitpid(process, &status, WNOHANG) == process else { return nil }
            running.remove(process)
            return Self.code(status)
        }
    }

    private static func code(_ status: Int32) -> Int32 {
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// Signals a child that has not been waited for yet: afterwards its number may be somebody else's.
    func send(_ signal: Int32, to process: pid_t) {
        running.withLock { if $0.contains(process) { kill(process, signal) } }
    }

    /// Whether they were ended from outside: what a measurement then sees is no finding.
    public var areEnding: Bool { ending.load(ordering: .acquiring) }

    /// Ends all that still run.
    public func killAll() {
        ending.store(true, ordering: .releasing)
        running.withLock { for process in $0 { kill(process, SIGKILL) } }
    }
}
