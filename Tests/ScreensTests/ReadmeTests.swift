import Canvas
import Foundation
import Screens
import Testing

@Suite struct ReadmeTests {
    /// The README is a contract: its key table is the keymap's own, word for word. It stands under the heading "Keys".
    /// Where snapshots are being recorded, the table is written anew.
    @Test func theKeyTableIsTheKeymaps() throws {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "README.md")
        var readme = try String(contentsOf: file, encoding: .utf8)
        if ProcessInfo.processInfo.environment[FrameDump.recordingVariable] == "1",
            let heading = readme.range(of: "\n## Keys\n"),
            let start = readme.range(of: "| where | key |", range: heading.upperBound..<readme.endIndex),
            let end = readme.range(of: "\n\n", range: start.upperBound..<readme.endIndex)
        {
            readme.replaceSubrange(start.lowerBound..<readme.index(after: end.lowerBound), with: Keymap.markdown)
            try readme.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(
            readme.contains(Keymap.markdown),
            "README.md: its key table is not the keymap's; record it with \(FrameDump.recordingVariable)=1")
    }
}
