import Disk
import Foundation
import Network
import Pretraining
import Raster
import SystemPackage
import Testing

@Suite struct TextureTests {
    @Test func aPictureIsTheSameEveryTimeAndNoOtherIs() {
        let pictures = (0..<3).flatMap { index in
            (0..<2).map { TextureClass(index, seed: 4).picture($0, side: 48) }
        }
        for (i, picture) in pictures.enumerated() {
            #expect(TextureClass(i / 2, seed: 4).picture(i % 2, side: 48) == picture)
            #expect(!pictures[(i + 1)...].contains(picture))
        }
        #expect(TextureClass(0, seed: 5).picture(0, side: 48) != pictures[0])
    }

    /// A blank picture would teach nothing; a pattern that gave NaN would be black.
    @Test func everyClassShowsSomething() {
        for index in 0..<120 {
            let picture = TextureClass(index, seed: 1).picture(0, side: 64)
            let levels = picture.pixels.map(Double.init)
            let mean = levels.reduce(0, +) / Double(levels.count)
            let variance = levels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(levels.count)
            #expect(variance > 2, "class \(index)")
            #expect((15...245).contains(mean), "class \(index)")
        }
    }

    /// Odd sizes reach the ends of vectorised rows.
    @Test(arguments: [32, 33, 101]) func anySize(_ side: Int) {
        for index in 0..<20 { #expect(TextureClass(index, seed: 2).picture(1, side: side).width == side) }
    }

    /// Mean colour must not tell classes: pictures of a class differ in it by more than classes do on average.
    @Test func colourTellsNoClass() {
        var means: [[SIMD3<Double>]] = []
        for index in 0..<40 {
            let texture = TextureClass(index, seed: 1)
            means.append(
                (0..<6).map { number in
                    let pixels = texture.picture(number, side: 40).pixels
                    var sum = SIMD3<Double>()
                    for i in stride(from: 0, to: pixels.count, by: 3) {
                        sum += SIMD3(Double(pixels[i]), Double(pixels[i + 1]), Double(pixels[i + 2]))
                    }
                    return sum / Double(pixels.count / 3)
                })
        }
        func square(_ v: SIMD3<Double>) -> Double { (v * v).sum() }
        let centres = means.map { $0.reduce(.zero, +) / Double($0.count) }
        let middle = centres.reduce(.zero, +) / Double(centres.count)
        let between = centres.reduce(0) { $0 + square($1 - middle) } / Double(centres.count)
        let within =
            zip(means, centres).reduce(0.0) { sum, own in
                sum + own.0.reduce(0) { $0 + square($1 - own.1) } / Double(own.0.count)
            } / Double(means.count)
        #expect(between < within)
    }
}

@Suite struct TextureFolderTests {
    private let small = TextureFolder(classes: 3, each: 2, size: 32, seed: 9)

    @Test func writesAFolderThatTrainingReads() throws {
        let fixture = try PicturesFixture()
        let folder = fixture.folder.appending("drawn")
        let outcome = try small.write(to: folder)
        #expect(outcome.kept == 0 && outcome.drawn == 3)
        let images = try LabelledImages(folder: folder, size: 32)
        #expect(images.classes == ["000", "001", "002"])
        #expect(images.count == 6)
        let other = fixture.folder.appending("again")
        _ = try small.write(to: other)
        #expect(try LabelledImages(folder: other, size: 32).digest == images.digest)
    }

    @Test func goesOnWhereItWasInterrupted() throws {
        let fixture = try PicturesFixture()
        let folder = fixture.folder.appending("drawn")
        let stopped = try small.write(to: folder, isCancelled: { true })
        #expect(stopped.kept == 0 && stopped.drawn == 0)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.string)
        #expect(left == ["textures.txt"])
        // As kill -9 leaves it.
        try fixture.write("drawn/.001.part/0.jpg", [1])
        try fixture.write("drawn/.001.part/7.jpg", [1])
        #expect(try small.write(to: folder).drawn == 3)
        #expect(try folder.appending("001").list().count == 2)
        #expect(try small.write(to: folder).kept == 3)
    }

    @Test func refusesAFolderOfSomethingElse() throws {
        let fixture = try PicturesFixture()
        try fixture.write("full/photo.png", [1])
        let full = #expect(throws: PretrainingError.self) {
            try small.write(to: fixture.folder.appending("full"))
        }
        #expect(full?.message.contains("empty") == true)
        let folder = fixture.folder.appending("drawn")
        _ = try small.write(to: folder)
        let other = TextureFolder(classes: 3, each: 2, size: 32, seed: 10)
        let differs = #expect(throws: PretrainingError.self) { try other.write(to: folder) }
        #expect(differs?.message.contains("seed 9") == true && differs?.message.contains("seed 10") == true)
    }

    @Test func saysWhichNumbersCannotBe() {
        #expect(small.problem == nil)
        #expect(TextureFolder(classes: 1, each: 2, size: 32, seed: 0).problem != nil)
        #expect(TextureFolder(classes: 2, each: 1, size: 32, seed: 0).problem != nil)
        #expect(TextureFolder(classes: 2, each: 2, size: 8, seed: 0).problem != nil)
    }
}
