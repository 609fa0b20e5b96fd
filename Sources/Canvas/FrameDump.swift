import Disk
import SystemPackage

#if canImport(Glibc)
import Glibc
#endif

extension Frame {
    /// The glyphs of the frame, one line a row, without trailing spaces.
    public var text: String {
        (0..<size.rows).map { row in
            var line = String.UnicodeScalarView()
            for column in 0..<size.columns { line.append(self[column, row].glyph) }
            while line.last == " " { line.removeLast() }
            return String(line)
        }.joined(separator: "\n")
    }
}

/// A frame as text that a person can read in a diff: the glyphs, then a letter for each cell's style, then what the
/// letters mean. `.` is the plain style; letters follow the order in which the styles first appear.
public struct FrameDump: Sendable {
    public let text: String

    public init(_ frame: Frame) {
        var letters: [Style: Character] = [.plain: "."]
        var legend: [String] = []
        var names = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")[...]
        let rows = (0..<frame.size.rows).map { row in
            String(
                (0..<frame.size.columns).map { column -> Character in
                    let style = frame[column, row].style
                    if let letter = letters[style] { return letter }
                    // More styles than letters happens in pictures only; they share one.
                    let letter = names.popFirst() ?? "*"
                    letters[style] = letter
                    if letter != "*" { legend.append("\(letter) \(FrameDump.describe(style))") }
                    return letter
                })
        }
        text = """
            \(frame.size.columns)x\(frame.size.rows)
            \(frame.text)
            styles
            \(rows.joined(separator: "\n"))
            \(legend.joined(separator: "\n"))

            """
    }

    /// Set to record snapshots anew instead of comparing them.
    public static let recordingVariable = "TOUCHSTONE_RECORD_SNAPSHOTS"

    /// Compares a frame with the snapshot of that name in the folder `Snapshots` beside the test's source file.
    /// - Returns: nil when they are the same or the snapshot was recorded; else what differs, for a person.
    public static func difference(_ frame: Frame, from name: String, testFile: String = #filePath) -> String? {
        let path = FilePath(testFile).removingLastComponent().appending("Snapshots").appending("\(name).txt")
        let now = FrameDump(frame).text
        do {
            if getenv(recordingVariable) != nil {
                _ = path.removingLastComponent().withPlatformString { mkdir($0, 0o755) }
                try path.writeAtomically(Array(now.utf8))
                return nil
            }
            let then = String(decoding: try path.readAll(limit: 1 << 24), as: UTF8.self)
            return then == now ? nil : compare(then, now, name)
        } catch {
            return "\(error); record it by running the tests with \(recordingVariable)=1, and look at what it holds"
        }
    }

    private static func compare(_ then: String, _ now: String, _ name: String) -> String {
        let old = then.split(separator: "\n", omittingEmptySubsequences: false)
        let new = now.split(separator: "\n", omittingEmptySubsequences: false)
        var lines = ["snapshot \(name) differs (- then, + now):"]
        for index in 0..<max(old.count, new.count) {
            let before = index < old.count ? old[index] : nil
            let after = index < new.count ? new[index] : nil
            guard before != after else { continue }
            if let before { lines.append("\(index + 1) - \(before)") }
            if let after { lines.append("\(index + 1) + \(after)") }
        }
        return lines.joined(separator: "\n")
    }

    private static func describe(_ style: Style) -> String {
        func hex(_ colour: RGB?) -> String {
            guard let colour else { return "-" }
            return "#"
                + [colour.red, colour.green, colour.blue].map { byte in
                    let text = String(byte, radix: 16)
                    return byte < 16 ? "0\(text)" : text
                }.joined()
        }
        var words = ["fg=\(hex(style.foreground))", "bg=\(hex(style.background))"]
        if style.bold { words.append("bold") }
        if style.dim { words.append("dim") }
        if style.reverse { words.append("reverse") }
        if style.underline { words.append("underline") }
        return words.joined(separator: " ")
    }
}
