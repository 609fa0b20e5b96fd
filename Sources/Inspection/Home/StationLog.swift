import Disk
import Foundation
import Logging
import Synchronization
import SystemPackage

#if canImport(Glibc)
import Glibc
#endif

/// The station's log file: one printable line an event, never anything on the terminal. When it is full it becomes
/// `touchstone.log.1` and a new one is begun, so the two together stay under twice the cap.
public final class StationLog: Sendable {
    public let path: FilePath
    private let cap: Int
    private let file = Mutex<FileDescriptor?>(nil)

    /// - Parameter cap: bytes of one file.
    public init(_ path: FilePath, cap: Int = 1 << 20) {
        self.path = path
        self.cap = cap
    }

    deinit { try? file.withLock { try $0?.close() } }

    /// A logger that writes here. A log that cannot be written is silently done without: it must stop no inspection.
    public func logger(_ label: String, level: Logger.Level = .info) -> Logger {
        Logger(label: label) { FileLogHandler(log: self, label: $0, logLevel: level) }
    }

    func write(_ line: String) {
        file.withLock { file in
            guard let open = file ?? begin() else { return }
            file = open
            // One write, so that lines of several programs do not mix.
            _ = try? open.writeAll(Array("\(line)\n".utf8))
            guard let size = try? open.seek(offset: 0, from: .end), size >= Int64(cap) else { return }
            try? open.close()
            file = nil
            let old = FilePath(bytes: path.bytes + Array(".1".utf8))
            _ = path.withPlatformString { from in old.withPlatformString { rename(from, $0) } }
        }
    }

    private func begin() -> FileDescriptor? {
        try? path.removingLastComponent().makeFolder()
        return try? FileDescriptor.open(
            path, .writeOnly, options: [.append, .create, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
    }
}

private struct FileLogHandler: LogHandler {
    let log: StationLog
    let label: String
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { $1 }
            .sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        log.write("\(Timestamp.text(Date())) \(event.level) \(label): \("\(event.message)\(facts)".printable)")
    }
}
