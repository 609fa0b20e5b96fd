import Foundation
import Glibc
import TestSupport

/// Runs programs and says what came of them.
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

    /// - Parameters:
    ///   - environment: added to the tests' own.
    ///   - input: what standard input holds.
    ///   - lifetime: seconds after which the program is killed (SIGKILL), wherever it is.
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], input: Data? = nil,
        folder: URL? = nil, lifetime: Double? = nil
    ) throws -> Command {
        let running = try RunningCommand(
            program, arguments, environment: environment, input: input, folder: folder)
        if let lifetime {
            Thread.sleep(forTimeInterval: lifetime)
            running.send(SIGKILL)
        }
        return try running.wait()
    }

    /// Runs a line in bash; its arguments are `$1`, `$2`, ….
    static func shell(_ line: String, _ arguments: String...) throws -> Command {
        try run("/bin/bash", ["-c", line, "bash"] + arguments)
    }

    static func quoted(_ word: String) -> String { "'\(word.replacingOccurrences(of: "'", with: "'\\''"))'" }
}
