import Foundation
import Glibc
import TestSupport

/// Runs programs and says what came of them.
///
/// Not through Foundation's `Process`: that takes a program for running as long as anything that it started, such as
/// a terminal server in the background, holds its descriptors.
struct Command {
    /// The exit code, or 128 and the number of the signal that ended the program, as shells have it.
    let status: Int32
    let outputBytes: Data
    let errors: String

    var output: String { String(decoding: outputBytes, as: UTF8.self) }
    /// Lines on standard error.
    var errorLines: [String] { errors.split(separator: "\n").map(String.init) }

    /// The program under test, as built beside these tests.
    static let touchstone: String = {
        #if DEBUG
        let configuration = "debug"
        #else
        let configuration = "release"
        #endif
        return Golden.repository.appendingPathComponent(".build/\(configuration)/touchstone").path
    }()

    struct NotStarted: Error {
        let program: String
        let code: Int32
    }

    /// - Parameters:
    ///   - environment: added to the tests' own.
    ///   - input: what standard input holds.
    ///   - lifetime: seconds after which the program is killed (SIGKILL), wherever it is.
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], input: Data? = nil,
        folder: URL? = nil, lifetime: Double? = nil
    ) throws -> Command {
        // Files, not pipes: nothing can fill up and block while both ends wait.
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("touchstone-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
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
        guard code == 0 else { throw NotStarted(program: program, code: code) }
        if let lifetime {
            Thread.sleep(forTimeInterval: lifetime)
            kill(child, SIGKILL)
        }
        var ended: Int32 = 0
        while waitpid(child, &ended, 0) < 0, errno == EINTR {}
        let signal = ended & 0x7F
        return Command(
            status: signal == 0 ? (ended >> 8) & 0xFF : 128 + signal,
            outputBytes: try Data(contentsOf: URL(fileURLWithPath: place("out"))),
            errors: String(decoding: try Data(contentsOf: URL(fileURLWithPath: place("err"))), as: UTF8.self))
    }

    /// Runs a line in bash; its arguments are `$1`, `$2`, ….
    static func shell(_ line: String, _ arguments: String...) throws -> Command {
        try run("/bin/bash", ["-c", line, "bash"] + arguments)
    }

    static func quoted(_ word: String) -> String { "'\(word.replacingOccurrences(of: "'", with: "'\\''"))'" }
}
