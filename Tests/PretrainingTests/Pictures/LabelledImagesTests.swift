import Disk
import Network
import Pretraining
import SystemPackage
import Testing

@Suite struct LabelledImagesTests {
    @Test func subfoldersAreClasses() throws {
        let fixture = try PicturesFixture()
        for (i, name) in ["b", "a", "c/deep"].enumerated() {
            for k in 0...(i + 1) { try fixture.add("\(name)/\(k).png", tint: UInt8(10 * i + k)) }
        }
        try fixture.write("empty/readme.txt", [1])
        try fixture.add("loose.png")
        let images = try LabelledImages(folder: fixture.folder, size: 16)
        #expect(images.classes == ["a", "b", "c"])
        #expect((0..<images.count).map { images.label(of: $0) } == [0, 0, 0, 1, 1, 2, 2, 2, 2])
        #expect(try images.image(3).pixels[2] == 0)
    }

    @Test func refusesAClassWithOnePictureAndASingleClass() throws {
        let fixture = try PicturesFixture()
        for k in 0..<3 { try fixture.add("a/\(k).png") }
        let single = #expect(throws: PretrainingError.self) { try LabelledImages(folder: fixture.folder, size: 16) }
        #expect(single?.message.contains("one subfolder") == true)
        try fixture.add("b/0.png")
        let lonely = #expect(throws: PretrainingError.self) { try LabelledImages(folder: fixture.folder, size: 16) }
        #expect(lonely?.subject.hasSuffix("/b") == true)
        #expect(lonely?.message.contains("one picture") == true)
    }

    @Test func labelsSurviveUnreadableFiles() throws {
        let fixture = try PicturesFixture()
        for name in ["a", "b"] { for k in 0..<12 { try fixture.add("\(name)/\(k).png", tint: UInt8(k)) } }
        try fixture.write("a/05.png", [1])
        let images = try LabelledImages(folder: fixture.folder, size: 16)
        #expect(images.skipped.count == 1)
        #expect(
            (0..<images.count).map { images.label(of: $0) } == Array(repeating: 0, count: 12)
                + Array(repeating: 1, count: 12))
    }

    @Test func theDigestKnowsFilesAndClasses() throws {
        let fixture = try PicturesFixture()
        for name in ["a", "b"] { for k in 0..<2 { try fixture.add("\(name)/\(k).png", tint: UInt8(k)) } }
        let before = try LabelledImages(folder: fixture.folder, size: 16).digest
        #expect(try LabelledImages(folder: fixture.folder, size: 8).digest == before)
        try fixture.add("b/1.png", tint: 7)
        #expect(try LabelledImages(folder: fixture.folder, size: 16).digest != before)
    }
}
