import Disk
import Foundation
import Network
import Pretraining
import SystemPackage
import Testing

@Suite struct PartImagesTests {
    @Test func readsEveryFolderBelowAndHashesFiles() throws {
        let fixture = try PicturesFixture()
        try fixture.add("b/2.png", tint: 2)
        try fixture.add("a/deep/1.PNG", width: 40, height: 30, tint: 1)
        try fixture.write("a/notes.txt", [1])
        let parts = try PartImages(folders: [fixture.folder], size: 15)
        #expect(parts.paths.map(\.lastComponent?.string) == ["1.PNG", "2.png"])
        #expect(
            parts.digests[1] == SHA256Digest(hashing: try fixture.folder.appending("b").appending("2.png").readAll()))
        #expect(try parts.image(0).width == 20)
        #expect(try parts.image(0).height == 15)
        // Larger than 15 along its shorter side by one pixel.
        #expect(try parts.image(1).width == 19)
    }

    @Test func takesOnlyTheGoodPartsOfALabelledCategory() throws {
        let fixture = try PicturesFixture()
        for i in 0..<3 { try fixture.add("train/good/\(i).png", tint: UInt8(i)) }
        try fixture.add("test/scratch/9.png")
        #expect(try PartImages(folders: [fixture.folder], size: 16).count == 3)
    }

    @Test func doesNotFollowLinksOut() throws {
        let (fixture, other) = (try PicturesFixture(), try PicturesFixture())
        for i in 0..<2 { try fixture.add("\(i).png", tint: UInt8(i)) }
        try other.add("secret.png", tint: 9)
        let link = fixture.folder.appending("link").string
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: other.folder.string)
        #expect(try PartImages(folders: [fixture.folder], size: 16).count == 2)
    }

    @Test func refusesFewerThanTwo() throws {
        let fixture = try PicturesFixture()
        #expect(throws: PretrainingError.self) { try PartImages(folders: [fixture.folder], size: 16) }
        try fixture.add("one.png")
        let error = #expect(throws: PretrainingError.self) { try PartImages(folders: [fixture.folder], size: 16) }
        #expect(error?.code == .pictures)
        #expect(error?.message.contains("one picture") == true)
        let nowhere = fixture.folder.appending("none")
        #expect(throws: PretrainingError.self) { try PartImages(folders: [nowhere], size: 16) }
    }

    @Test func skipsAFewUnreadableFilesAndRefusesMany() throws {
        let fixture = try PicturesFixture()
        for i in 0..<19 { try fixture.add("\(i).png", tint: UInt8(i)) }
        try fixture.write("broken.png", [1, 2, 3])
        let parts = try PartImages(folders: [fixture.folder], size: 16)
        #expect(parts.count == 19)
        #expect(parts.skipped.count == 1)
        #expect(parts.skipped[0].subject.hasSuffix("broken.png"))
        for i in 0..<3 { try fixture.write("broken\(i).png", [1, 2, 3]) }
        let error = #expect(throws: PretrainingError.self) { try PartImages(folders: [fixture.folder], size: 16) }
        #expect(error?.message.contains("4 of 23") == true)
    }

    @Test func givesTheSameFromFilesAsFromMemory() throws {
        let fixture = try PicturesFixture()
        for i in 0..<3 { try fixture.add("\(i).png", width: 50, height: 40, tint: UInt8(i)) }
        let kept = try PartImages(folders: [fixture.folder], size: 32)
        let again = try PartImages(folders: [fixture.folder], size: 32, limit: 4000)
        #expect(kept.digest == again.digest)
        for i in 0..<3 {
            #expect(try crop(kept, i, .strong) == crop(again, i, .strong))
            #expect(try kept.image(i) == again.image(i))
        }
        try fixture.add("2.png", width: 50, height: 40, tint: 200)
        let error = #expect(throws: PretrainingError.self) { try again.image(2) }
        #expect(error?.message.contains("changed") == true)
    }

    @Test func stopsWhenAsked() throws {
        let fixture = try PicturesFixture()
        for i in 0..<2 { try fixture.add("\(i).png", tint: UInt8(i)) }
        #expect(throws: CancellationError.self) {
            try PartImages(folders: [fixture.folder], size: 16, isCancelled: { true })
        }
    }

    private func crop(_ parts: PartImages, _ index: Int, _ augmentation: Augmentation) throws -> [Float] {
        var planes = [Float](repeating: -1, count: 3 * 8 * 8)
        var random = SeededRandom(seed: 5, UInt64(index))
        try planes.withUnsafeMutableBufferPointer { planes in
            let base = try #require(planes.baseAddress)
            try parts.crop(
                index, width: 8, height: 8, augmentation: augmentation, random: &random, into: base)
        }
        return planes
    }
}
