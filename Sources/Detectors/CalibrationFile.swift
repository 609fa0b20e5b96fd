import Disk
import Foundation
import Network
import Raster
import SystemPackage

/// The calibration file, version 1, little-endian:
///
/// | bytes | what |
/// |---|---|
/// | 8 | `TOUCHCAL` |
/// | 4 | version |
/// | 4 | length of the header |
/// | … | header: JSON, keys sorted |
/// | … | sections, each on a 64-byte boundary: mean, scale, factors, leave-one-out scores, golden picture |
/// | 32 | SHA-256 of everything before |
///
/// It holds no time and no path, so equal parts and an equal recipe give equal bytes; its digest is its name.
enum CalibrationFile {
    static let magic = Array("TOUCHCAL".utf8)
    static let version: UInt32 = 1
    static let alignment = 64
    static let digestLength = 32

    struct Header: Codable {
        var recipe: Recipe
        var parts: [String]
        var taps: [Tap]
        var goldenScore: Float

        struct Tap: Codable {
            var name: String
            var channels: Int
            var width: Int
            var height: Int
        }
    }

    /// Byte lengths of the sections in file order.
    struct Layout {
        let lengths: [Int]

        init(positions: Int, recipe: Recipe, leaveOneOut: Int) {
            let d = recipe.channels.count
            lengths = [
                positions * d * 4,
                positions * 4,
                Whitening.byteCount(positions: positions, dimensions: d, precision: recipe.precision),
                leaveOneOut * 4,
                recipe.width * recipe.height * 3,
            ]
        }

        /// Where each section starts after a header that ends at `start`, and where the last one ends.
        func place(after start: Int) -> (offsets: [Int], end: Int) {
            var offsets: [Int] = []
            var next = start
            for length in lengths {
                next = (next + alignment - 1) / alignment * alignment
                offsets.append(next)
                next += length
            }
            return (offsets, next)
        }
    }
}

extension Calibration {
    /// The file's bytes; their last 32 are the digest that names it.
    public func encoded() throws -> (bytes: [UInt8], digest: SHA256Digest) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let header = CalibrationFile.Header(
            recipe: recipe, parts: parts.map(\.description),
            taps: padim.embedding.taps.map {
                .init(name: $0.name, channels: $0.channels, width: $0.width, height: $0.height)
            }, goldenScore: golden.score)
        let json = try encoder.encode(header)
        let start = CalibrationFile.magic.count + 8 + json.count
        let layout = CalibrationFile.Layout(
            positions: padim.embedding.positions, recipe: recipe, leaveOneOut: leaveOneOutScores.count)
        let (offsets, end) = layout.place(after: start)
        var bytes = [UInt8](repeating: 0, count: end + CalibrationFile.digestLength)
        bytes.withUnsafeMutableBytes { out in
            func put(_ source: UnsafeRawBufferPointer, at offset: Int) {
                if source.count > 0 {
                    out.baseAddress!.advanced(by: offset).copyMemory(from: source.baseAddress!, byteCount: source.count)
                }
            }
            CalibrationFile.magic.withUnsafeBytes { put($0, at: 0) }
            withUnsafeBytes(of: CalibrationFile.version.littleEndian) { put($0, at: 8) }
            withUnsafeBytes(of: UInt32(json.count).littleEndian) { put($0, at: 12) }
            json.withUnsafeBytes { put($0, at: 16) }
            padim.mean.withUnsafeBytes { put($0, at: offsets[0]) }
            padim.whitening.scale.withUnsafeBytes { put($0, at: offsets[1]) }
            put(UnsafeRawBufferPointer(rebasing: padim.whitening.factors.bytes[..<layout.lengths[2]]), at: offsets[2])
            leaveOneOutScores.withUnsafeBytes { put($0, at: offsets[3]) }
            golden.image.pixels.withUnsafeBytes { put($0, at: offsets[4]) }
        }
        let digest = bytes.withUnsafeBytes { SHA256Digest(hashing: UnsafeRawBufferPointer(rebasing: $0[..<end])) }
        bytes.replaceSubrange(end..., with: digest.bytes)
        return (bytes, digest)
    }

    /// Reads a calibration and checks every byte of it.
    /// - Throws: `DetectorError.damaged` naming the file and what to do; `DiskError` where it cannot be read.
    public static func read(_ path: FilePath) throws -> (calibration: Calibration, digest: SHA256Digest) {
        try decode(try path.readAll(limit: 8 << 30), name: path.printable)
    }

    /// The same from bytes; `name` is for messages.
    public static func decode(_ bytes: [UInt8], name: String) throws -> (calibration: Calibration, digest: SHA256Digest)
    {
        func damaged(_ what: String) -> DetectorError {
            DetectorError(.damaged, name, "\(what); remove the file and calibrate again")
        }
        guard bytes.count >= 16 + CalibrationFile.digestLength, bytes.starts(with: CalibrationFile.magic) else {
            throw damaged("is no calibration, or was cut short")
        }
        let end = bytes.count - CalibrationFile.digestLength
        let digest = bytes.withUnsafeBytes { SHA256Digest(hashing: UnsafeRawBufferPointer(rebasing: $0[..<end])) }
        guard digest.bytes[...] == bytes[end...] else {
            throw damaged("was truncated or altered: its checksum does not match")
        }
        let (version, length) = bytes.withUnsafeBytes {
            (
                UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt32.self)),
                Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: 12, as: UInt32.self)))
            )
        }
        guard version == CalibrationFile.version else {
            throw damaged("is of version \(version), and this program reads version \(CalibrationFile.version)")
        }
        guard 16 + length <= end,
            let header = try? JSONDecoder().decode(CalibrationFile.Header.self, from: Data(bytes[16..<(16 + length)]))
        else { throw damaged("has no readable header") }
        let recipe = header.recipe
        let shapes = header.taps.map {
            Backbone.TapShape(name: $0.name, channels: $0.channels, width: $0.width, height: $0.height)
        }
        let sides = [recipe.width, recipe.height] + shapes.flatMap { [$0.channels, $0.width, $0.height] }
        // Far above anything real, and low enough that no product of sizes overflows.
        guard sides.allSatisfy({ (1...16_384).contains($0) }), shapes.count <= 64, recipe.channels.count <= 16_384,
            (0...256).contains(recipe.blur),
            let embedding = try? PatchEmbedding(taps: shapes, channels: recipe.channels)
        else { throw damaged("has impossible sizes") }
        let digests = header.parts.compactMap(SHA256Digest.init(hex:))
        guard digests.count == header.parts.count else { throw damaged("names its parts wrongly") }
        // Either every part has a leave-one-out score or none has.
        let candidates = [digests.count, 0].map {
            CalibrationFile.Layout(positions: embedding.positions, recipe: recipe, leaveOneOut: $0)
        }
        guard let layout = candidates.first(where: { $0.place(after: 16 + length).end == end }) else {
            throw damaged("has sections of the wrong length")
        }
        let offsets = layout.place(after: 16 + length).offsets
        let factors = AlignedBytes(count: layout.lengths[2])
        let (mean, scale, scores, pixels) = bytes.withUnsafeBytes { raw in
            factors.mutable.copyMemory(
                from: UnsafeRawBufferPointer(rebasing: raw[offsets[2]..<(offsets[2] + layout.lengths[2])]))
            func floats(_ k: Int) -> [Float] {
                [Float](unsafeUninitializedCapacity: layout.lengths[k] / 4) { out, count in
                    count = layout.lengths[k] / 4
                    UnsafeMutableRawBufferPointer(out).copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: raw[offsets[k]..<(offsets[k] + layout.lengths[k])]))
                }
            }
            return (floats(0), floats(1), floats(3), Array(raw[offsets[4]..<(offsets[4] + layout.lengths[4])]))
        }
        let whitening = Whitening(
            positions: embedding.positions, dimensions: embedding.dimensions, precision: recipe.precision,
            factors: factors, scale: scale)
        let golden = Golden(
            image: Image(width: recipe.width, height: recipe.height, pixels: pixels), score: header.goldenScore)
        let padim = PaDiM(recipe: recipe, embedding: embedding, mean: mean, whitening: whitening)
        return (
            Calibration(padim: padim, parts: digests, leaveOneOutScores: scores, golden: golden), digest
        )
    }
}
