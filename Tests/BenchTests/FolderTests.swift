import Bench
import Disk
import Foundation
import Inspection
import SystemPackage
import TestSupport
import Testing

struct FolderTests {
    @Test("files come in the order of their whole paths' bytes, outlines and other files left out")
    func order() throws {
        let folder = try TemporaryFolder("test")
        defer { folder.remove() }
        // "a-b" sorts before "a/b": the peers compare whole paths.
        for name in ["a/b.png", "a-b.PNG", "a/ground_truth/b_mask.png", "a/notes.txt", "Z.jpeg", ".hidden/c.png"] {
            let path = folder.path.pushing(FilePath(name))
            try path.removingLastComponent().makeFolder()
            try path.writeAtomically([1])
        }
        let found = try PictureList.files(below: folder.path, limit: 10)
        #expect(
            found.map { String($0.string.dropFirst(folder.path.string.count + 1)) } == ["Z.jpeg", "a-b.PNG", "a/b.png"])
        #expect(try PictureList.files(below: folder.path, limit: 2).count == 2)
    }

    @Test("a folder goes with everything in it, and what its links point to stays")
    func removal() throws {
        let (folder, other) = (try TemporaryFolder("test"), try TemporaryFolder("test"))
        defer { other.remove() }
        try other.path.appending("kept").writeAtomically([1])
        try folder.path.appending("deep").appending("deeper").makeFolder()
        try folder.path.appending("deep").appending(".hidden").writeAtomically([1])
        try FileManager.default.createSymbolicLink(
            atPath: folder.path.appending("link").string, withDestinationPath: other.path.string)
        folder.remove()
        #expect(folder.path.kind == .missing)
        #expect(other.path.appending("kept").kind == .file)
    }

    @Test("a small category has the first parts of the large one, good ones apart from others")
    func smallCategory() throws {
        let folder = try TemporaryFolder("test")
        defer { folder.remove() }
        let source = try CategoryFolder.scan(
            FilePath(Golden.repository.appendingPathComponent("sample-data/flange").path)
        ).categories[0]
        let small = try SmallCategory.make(folder.path.appending("part"), from: source, parts: 5)
        #expect(small.name == "part")
        #expect(small.calibrationParts.count == 5 && small.parts.count == 5)
        for (ours, theirs) in zip(small.calibrationParts, source.calibrationParts) {
            #expect(try ours.path.readAll() == theirs.path.readAll())
        }
        #expect(small.parts.count { $0.isDefective == true } == source.parts.prefix(5).count { $0.isDefective == true })
    }
}
