import Detectors
import Disk
import Evaluation
import Inspection
import Network
import Pretraining
import Raster
import Terminal

#if canImport(Glibc)
    import Glibc
#endif

/// What ends a command early: one line on standard error and an exit code.
struct Failure: Error, CustomStringConvertible {
    let line: String
    let code: Int32

    init(_ line: String, code: Int32 = 2) {
        self.line = line
        self.code = code
    }

    var description: String { line }

    func report() { Diagnostics.error(line) }
}

extension Touchstone {
    /// Errors of the rooms below are already one clear line; others are left to the argument parser.
    static func isOwn(_ error: any Error) -> Bool {
        error is DiskError || error is RasterError || error is NetworkError || error is DetectorError
            || error is InspectionError || error is EvaluationError || error is TerminalError
            || error is PretrainingError
    }
}

/// Lines for people, on standard error so that results can be piped.
enum Diagnostics {
    static func error(_ line: String) { write("touchstone: \(line)\n") }
    static func note(_ line: String) { write("touchstone: \(line)\n") }

    static func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while rest.count > 0 {
                let written = Glibc.write(STDERR_FILENO, rest.baseAddress, rest.count)
                guard written > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }
}
