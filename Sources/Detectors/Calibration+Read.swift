import Disk
import Foundation
import Network
import Raster
import SystemPackage

extension Calibration {
    /// Reads a calibration and checks every byte of it. Its factors stay in the file, which is mapped: they cost no
    /// memory of this program's own.
    /// - Throws: `DetectorError.damaged` naming the file and what to do; `DiskError` where it cannot be read.
    public static func read(_ path: FilePath) throws -> (calibration: Calibration, digest: SHA256Digest) {
        let file = try MappedFile(path)
        return try file.withBytes { try decode($0, name: path.printable) { Factors(file, section: $0) } }
    }

    /// The same from bytes; `name` is for messages.
    public static func decode(_ bytes: [UInt8], name: String) throws -> (calibration: Calibration, digest: SHA256Digest)
    {
        try bytes.withUnsafeBytes { bytes in
            try decode(bytes, name: name) { section in
                let memory = AlignedBytes(count: section.count + Factors.slack)
                memory.mutable.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[section]))
                return Factors(memory, count: section.count)
            }
        }
    }

    private static func decode(
        _ bytes: UnsafeRawBufferPointer, name: String, factors: (Range<Int>) -> Factors
    ) throws(DetectorError) -> (calibration: Calibration, digest: SHA256Digest) {
        func damaged(_ what: String) -> DetectorError {
            DetectorError(.damaged, name, "\(what); remove the file and calibrate again")
        }
        let end = bytes.count - CalibrationFile.digestLength
        guard end >= 16, bytes.starts(with: CalibrationFile.magic) else {
            throw damaged("is no calibration, or was cut short")
        }
        let version = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
        let length = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self)))
        let isArrays = version == CalibrationFile.arraysVersion
        guard version == CalibrationFile.version || isArrays else {
            throw damaged(
                "is of version \(version), and this program reads versions \(CalibrationFile.version) and "
                    + "\(CalibrationFile.arraysVersion)")
        }
        let digest = SHA256Digest(hashing: UnsafeRawBufferPointer(rebasing: bytes[..<end]))
        guard digest.bytes.elementsEqual(bytes[end...]) else {
            throw damaged("was truncated or altered: its checksum does not match")
        }
        guard 16 + length <= end,
            let header = try? JSONDecoder().decode(CalibrationFile.Header.self, from: Data(bytes[16..<(16 + length)]))
        else { throw damaged("has no readable header") }
        guard hasPossibleSizes(header) else { throw damaged("has impossible sizes") }
        let digests = header.parts.compactMap(SHA256Digest.init(hex:))
        guard digests.count == header.parts.count else { throw damaged("names its parts wrongly") }
        guard header.leaveOneOutScores == 0 || header.leaveOneOutScores == digests.count else {
            throw damaged("has scores for other parts than its own")
        }
        func copied<Value: BitwiseCopyable>(_ section: Range<Int>, _: Value.Type) -> [Value] {
            let count = section.count / MemoryLayout<Value>.stride
            return [Value](unsafeUninitializedCapacity: count) { out, initialised in
                UnsafeMutableRawBufferPointer(out).copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[section]))
                initialised = count
            }
        }
        let recipe = header.recipe
        if isArrays {
            guard let layout = CalibrationFile.ArrayLayout(header, after: 16 + length),
                layout.goldenScore.upperBound == end
            else { throw damaged("has sections of the wrong length") }
            let arrays = zip(header.arrays ?? [], layout.arrays).map { StoredArray($0.name, factors($1)) }
            guard let kind = try DetectorKind(named: recipe.detector).stored else {
                throw damaged("has the wrong form")
            }
            let detector = try kind.init(
                recipe: recipe, taps: shapes(header), stored: StoredArrays(arrays, file: name))
            let golden = Golden(
                image: Image(width: recipe.width, height: recipe.height, pixels: copied(layout.picture, UInt8.self)),
                score: copied(layout.goldenScore, Float.self)[0])
            return (
                Calibration(
                    detector: detector, parts: digests, leaveOneOutScores: copied(layout.scores, Float.self),
                    golden: golden), digest
            )
        }
        guard recipe.detector == DetectorKind.padim.rawValue else { throw damaged("has the wrong form") }
        guard let embedding = try? PatchEmbedding(taps: shapes(header), channels: recipe.channels) else {
            throw damaged("has impossible sizes")
        }
        let layout = CalibrationFile.Layout(header, positions: embedding.positions, after: 16 + length)
        guard layout.end == end else { throw damaged("has sections of the wrong length") }
        func values<Value: BitwiseCopyable>(_ section: CalibrationFile.Section, _ kind: Value.Type) -> [Value] {
            copied(layout[section], kind)
        }
        let whitening = Whitening(
            positions: embedding.positions, dimensions: embedding.dimensions, precision: recipe.precision,
            form: header.form, factors: factors(layout[.factors]), scale: values(.scale, Float.self),
            weights: values(.shares, Float.self))
        let golden = Golden(
            image: Image(width: recipe.width, height: recipe.height, pixels: values(.picture, UInt8.self)),
            score: values(.goldenScore, Float.self)[0])
        let padim = PaDiM(
            recipe: recipe, embedding: embedding, mean: values(.mean, Float.self), whitening: whitening)
        return (
            Calibration(
                detector: padim, parts: digests, leaveOneOutScores: values(.scores, Float.self), golden: golden), digest
        )
    }

    private static func shapes(_ header: CalibrationFile.Header) -> [Backbone.TapShape] {
        header.taps.map {
            Backbone.TapShape(name: $0.name, channels: $0.channels, width: $0.width, height: $0.height)
        }
    }

    /// Whether a header's sizes can be: far above anything real, and low enough that no product of them overflows.
    private static func hasPossibleSizes(_ header: CalibrationFile.Header) -> Bool {
        let recipe = header.recipe
        let sides = [recipe.width, recipe.height] + header.taps.flatMap { [$0.channels, $0.width, $0.height] }
        return sides.allSatisfy { (1...16_384).contains($0) } && header.taps.count <= 64
            && recipe.channels.count <= 16_384 && (0...256).contains(recipe.blur)
            && (1...16_384).contains(header.rank ?? 1) && (0...1 << 24).contains(header.leaveOneOutScores)
    }
}
