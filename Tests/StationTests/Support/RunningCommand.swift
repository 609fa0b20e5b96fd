import Foundation
import Glibc

/// A program that runs beside the tests, and is killed with the last that know of it.
///
/// Not Foundation's `Process`: that takes a program for running as long as anything that it started, such as a terminal
/// server in the background, holds its descriptors.
final class RunningCommand {
    private let child: pid_t
    private let scratch: URL
    private var status: Int32?

    struct NotStarted: Error {
        let program: String
        let code: Int32
    }

    /// - Parameters:
    ///   - environment: added to the tests' own.
    ///   - input: what standard input holds.
    init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], input: Data? = nil,
        folder: URL? = nil
    ) throws {
        // Files, not pipes: nothing can fill up and block while both ends wait.
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("touchstone-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        func place(_ name: String) -> String { scratch.appendingPathComponent(name).path }
        try (input ?? Data()).write(to: URL(fileURLWithPath: place("in")))

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, place("in"), O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, place("out"), O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, place("err"), O_WRONLY | O_CREAT, 0o600)
        // The threads that tests run on block signals, and a child would inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        // `env` changes the folder and becomes the program.
        let line = (folder.map { ["/usr/bin/env", "-C", $0.path] } ?? []) + [program] + arguments
        var words = line.map { strdup($0) } + [nil]
        var variables = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, line[0], &actions, &attributes, &words, &variables)
        guard code == 0 else {
            try? FileManager.default.removeItem(at: scratch)
            throw NotStarted(program: program, code: code)
        }
        (self.child, self.scratch) = (child, scratch)
    }

    deinit {
        if status == nil {
            send(SIGKILL)
            reap()
        }
        try? FileManager.default.removeItem(at: scratch)
    }

    func send(_ signal: Int32) { if status == nil { kill(child, signal) } }

    /// Whether it has ended by itself or by a signal.
    var hasEnded: Bool {
        guard status == nil else { return true }
        var ended: Int32 = 0
        guard waitpid(child, &ended, WNOHANG) == child else { return false }
        status = ended
        return true
    }

    /// Waits for its end.
    func wait() throws -> Command {
        if status == nil { reap() }
        let (ended, signal) = (status ?? 0, (status ?? 0) & 0x7F)
        return Command(
            status: signal == 0 ? (ended >> 8) & 0xFF : 128 + signal,
            outputBytes: try Data(contentsOf: scratch.appendingPathComponent("out")), errors: errors)
    }

    /// What stands on standard error so far.
    var errors: String {
        let data = try? Data(contentsOf: scratch.appendingPathComponent("err"))
        return String(decoding: data ?? Data(), as: UTF8.self)
    }

    private func reap() {
        var ended: Int32 = 0
        while waitpid(child, &ended, 0) < 0, errno == EINTR {}
        status = ended
    }
}
