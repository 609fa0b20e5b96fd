import Detectors
import Disk
import Foundation
import Network
import Raster
import SystemPackage
import TestSupport
import Testing

/// Nobody may score with a calibration that is not exactly the one that was made.
struct CalibrationFileTests {
    private struct Fixture {
        let backbone: Backbone
        let calibration: Calibration

        init(precision: Recipe.StoredPrecision = .f16, seed: Int = 1) throws {
            let network = TinyNetwork(seed: seed)
            backbone = try Backbone(
                checkpoint: network.checkpoint, architecture: network.architecture, width: 32, height: 32)
            let recipe = Recipe(
                backbone: backbone, inputProtocol: .whole, channels: [1, 4, 9, 17, 30], seed: nil, precision: precision)
            let fit = try PaDiMFit(recipe: recipe, backbone: backbone)
            let images = (0..<6).map { TinyNetwork(seed: $0 + 10).image(width: 32, height: 32) }
            #expect(try fit.learn(images.count) { images[$0] }.isEmpty)
            let padim = try fit.finish()
            let score = try Inspector(padim, backbone: backbone).inspect(prepared: images[0]).score
            calibration = Calibration(
                detector: padim, parts: images.map { SHA256Digest(hashing: $0.pixels) },
                leaveOneOutScores: (0..<6).map { Float($0) + 0.5 }, golden: .init(image: images[0], score: score))
        }
    }

    @Test(arguments: [Recipe.StoredPrecision.f32, .f16])
    func readsBackWhatWasWritten(precision: Recipe.StoredPrecision) throws {
        let fixture = try Fixture(precision: precision)
        let (bytes, digest) = try fixture.calibration.encoded()
        let (read, same) = try Calibration.decode(bytes, name: "c")
        #expect(same == digest)
        #expect(read.recipe == fixture.calibration.recipe)
        #expect(read.parts == fixture.calibration.parts)
        #expect(read.leaveOneOutScores == fixture.calibration.leaveOneOutScores)
        #expect(try read.encoded().bytes == bytes)
        let picture = TinyNetwork(seed: 77).image(width: 32, height: 32)
        let before = try Inspector(fixture.calibration.detector, backbone: fixture.backbone).inspect(prepared: picture)
        let inspector = try Inspector(read.detector, backbone: fixture.backbone)
        #expect(try inspector.inspect(prepared: picture) == before)
        try read.selfTest(inspector, name: "c")
    }

    /// A fit that writes its file as it goes writes what a calibration in memory encodes to, and uses it where it lies.
    @Test(arguments: [Recipe.StoredPrecision.f32, .f16])
    func streamsTheSameFile(precision: Recipe.StoredPrecision) throws {
        let network = TinyNetwork(seed: 1)
        let backbone = try Backbone(
            checkpoint: network.checkpoint, architecture: network.architecture, width: 64, height: 32)
        let recipe = Recipe(
            backbone: backbone, inputProtocol: .whole, channels: [1, 4, 9, 17, 30], seed: nil, precision: precision)
        let images = (0..<6).map { TinyNetwork(seed: $0 + 10).image(width: 64, height: 32) }
        let digests = images.map { SHA256Digest(hashing: $0.pixels) }
        func learnt() throws -> PaDiMFit {
            let fit = try PaDiMFit(recipe: recipe, backbone: backbone)
            #expect(try fit.learn(images.count) { images[$0] }.isEmpty)
            return fit
        }
        let folder = FilePath(NSTemporaryDirectory()).appending("calibration-\(UInt32.random(in: 0 ... .max))")
        defer { try? FileManager.default.removeItem(atPath: folder.string) }
        let file = try StreamedFile(in: folder)
        let (streamed, digest) = try learnt().finish(
            into: file, parts: digests, golden: images[0], leaveOneOut: true)
        let path = folder.appending("c.touchstone")
        try file.publish(as: path)
        let fitted = try learnt().finish(leaveOneOut: true)
        let inMemory = Calibration(
            detector: fitted.detector, parts: digests, leaveOneOutScores: fitted.leaveOneOutScores,
            golden: .init(image: images[0], score: fitted.firstScore))
        let expected = try inMemory.encoded()
        #expect(digest == expected.digest)
        #expect(try path.readAll() == expected.bytes)
        let (read, same) = try Calibration.read(path)
        #expect(same == digest && read.leaveOneOutScores == streamed.leaveOneOutScores)
        #expect(read.golden == streamed.golden && read.parts == digests)
        for calibration in [streamed, read, inMemory] {
            let inspector = try Inspector(calibration.detector, backbone: backbone)
            try calibration.selfTest(inspector, name: "c")
            #expect(try inspector.inspect(prepared: images[0]).score == fitted.firstScore)
        }
        // A mapped calibration outlives its name.
        try FileManager.default.removeItem(atPath: path.string)
        #expect(
            try Inspector(read.detector, backbone: backbone).inspect(prepared: images[3])
                == Inspector(inMemory.detector, backbone: backbone).inspect(prepared: images[3]))
    }

    /// Directions instead of a triangle are read back too.
    @Test(arguments: [Recipe.StoredPrecision.f32, .f16])
    func keepsDirections(precision: Recipe.StoredPrecision) throws {
        let fixture = try Fixture(precision: precision)
        let padim = try #require(fixture.calibration.detector as? PaDiM)
        let positions = padim.gridWidth * padim.gridHeight
        let fit = try Fit(
            Fit.sample(4, positions: positions, dimensions: 5, seed: 3), count: 4, positions: positions, dimensions: 5,
            epsilon: 0.1, precision: precision, form: .residual(rank: 3))
        let calibration = Calibration(
            detector: padim.replacing(mean: fit.mean, whitening: fit.whitening), parts: fixture.calibration.parts,
            leaveOneOutScores: [], golden: fixture.calibration.golden)
        let (bytes, digest) = try calibration.encoded()
        let (read, same) = try Calibration.decode(bytes, name: "c")
        #expect(same == digest)
        #expect(try read.encoded().bytes == bytes)
        #expect((read.detector as? PaDiM)?.whitening.form == .residual(rank: 3))
        let picture = TinyNetwork(seed: 77).image(width: 32, height: 32)
        #expect(
            try Inspector(read.detector, backbone: fixture.backbone).inspect(prepared: picture)
                == Inspector(calibration.detector, backbone: fixture.backbone).inspect(prepared: picture))
    }

    @Test func anOlderVersionIsRefusedInOneLine() throws {
        var bytes = try Fixture().calibration.encoded().bytes
        bytes[8] = 1
        let error = #expect(throws: DetectorError.self) { try Calibration.decode(bytes, name: "c") }
        #expect(
            error?.description
                == "c: is of version 1, and this program reads versions 2 and 3; remove the file and calibrate again")
    }

    @Test func sameInputsSameBytes() throws {
        #expect(try Fixture().calibration.encoded().bytes == Fixture().calibration.encoded().bytes)
    }

    @Test func refusesEveryAlteration() throws {
        let (bytes, _) = try Fixture().calibration.encoded()
        var random = Random(seed: 3)
        for _ in 0..<300 {
            var altered = bytes
            let position = Int((random.next() + 1) / 2 * Float(bytes.count - 1))
            altered[position] ^= 1 << UInt8(abs(random.next()) * 7)
            if altered == bytes { continue }
            #expect(throws: DetectorError.self) { try Calibration.decode(altered, name: "c") }
        }
        for length in [0, 1, 15, 16, 47, 48, bytes.count / 2, bytes.count - 1] {
            #expect(throws: DetectorError.self) { try Calibration.decode(Array(bytes.prefix(length)), name: "c") }
        }
    }

    /// A checksum can be made right by anybody; sizes are checked all the same.
    @Test func refusesImpossibleSizesUnderARightChecksum() throws {
        let (bytes, _) = try Fixture().calibration.encoded()
        var random = Random(seed: 4)
        for _ in 0..<300 {
            var forged = Array(bytes.dropLast(32))
            let position = 8 + Int((random.next() + 1) / 2 * 400)
            forged[position] = UInt8(ascii: "9")
            forged += SHA256Digest(hashing: forged).bytes
            _ = try? Calibration.decode(forged, name: "c")  // may be harmless; must not crash
        }
        #expect(throws: DetectorError.self) {
            var forged = Array(bytes.dropLast(32))
            forged[8] = 1
            forged += SHA256Digest(hashing: forged).bytes
            _ = try Calibration.decode(forged, name: "c")
        }
    }

    @Test func selfTestNoticesAnotherAnswer() throws {
        let fixture = try Fixture()
        let calibration = fixture.calibration
        let wrong = Calibration(
            detector: calibration.detector, parts: calibration.parts, leaveOneOutScores: [],
            golden: .init(image: calibration.golden.image, score: calibration.golden.score * 1.01))
        let inspector = try Inspector(calibration.detector, backbone: fixture.backbone)
        #expect(throws: DetectorError.self) { try wrong.selfTest(inspector, name: "c") }
    }

    @Test func anotherBackboneIsRefused() throws {
        let fixture = try Fixture(seed: 1)
        let other = try Fixture(seed: 2).backbone
        #expect(throws: DetectorError.self) { try Inspector(fixture.calibration.detector, backbone: other) }
    }
}
