import Foundation
import Screens
import Testing

@Suite struct ReadmeTests {
    /// The README is a contract: its key table is the keymap's own, word for word.
    @Test func theKeyTableIsTheKeymaps() throws {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        #expect(
            readme.contains(Keymap.markdown),
            "README.md: its key table is not the keymap's; put this in its place:\n\(Keymap.markdown)")
    }
}
