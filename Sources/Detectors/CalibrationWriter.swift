import Disk
import Foundation
import Raster

/// Writes a calibration's file from front to back, hashing as it goes: nothing of it has to be in memory at once.
final class CalibrationWriter {
    private let layout: CalibrationFile.Layout
    private let sink: (UnsafeRawBufferPointer) throws -> Void
    private let hash = SHA256Stream()
    private var written = 0

    /// Writes everything before the factors.
    /// - Parameters:
    ///   - leaveOneOutScores: how many of them will come.
    ///   - sink: takes the file's bytes, in order.
    init(
        recipe: Recipe, embedding: PatchEmbedding, form: Whitening.Form, parts: [SHA256Digest], golden: Image,
        leaveOneOutScores: Int, sink: @escaping (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var rank: Int?
        if case .residual(let directions) = form { rank = directions }
        let header = CalibrationFile.Header(
            recipe: recipe, parts: parts.map(\.description),
            taps: embedding.taps.map {
                .init(name: $0.name, channels: $0.channels, width: $0.width, height: $0.height)
            }, rank: rank, leaveOneOutScores: leaveOneOutScores)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = try encoder.encode(header)
        layout = CalibrationFile.Layout(
            header, positions: embedding.positions, after: CalibrationFile.magic.count + 8 + json.count)
        self.sink = sink
        try CalibrationFile.magic.withUnsafeBytes(write)
        try withUnsafeBytes(of: CalibrationFile.version.littleEndian, write)
        try withUnsafeBytes(of: UInt32(json.count).littleEndian, write)
        try json.withUnsafeBytes(write)
        try section(.picture, golden.pixels)
        try pad(to: factorSection.lowerBound)
    }

    /// Where the factors lie.
    var factorSection: Range<Int> { layout[.factors] }

    /// Takes the next factors.
    func factors(_ bytes: UnsafeRawBufferPointer) throws {
        precondition(written >= factorSection.lowerBound && written + bytes.count <= factorSection.upperBound)
        try write(bytes)
    }

    /// Writes everything after the factors.
    /// - Returns: the digest that names the file.
    func finish(
        mean: [Float], scale: [Float], weights: [Float], leaveOneOutScores: [Float], goldenScore: Float
    ) throws -> SHA256Digest {
        precondition(written == factorSection.upperBound)
        try section(.mean, mean)
        try section(.scale, scale)
        try section(.shares, weights)
        try section(.scores, leaveOneOutScores)
        try section(.goldenScore, [goldenScore])
        let digest = hash.finish()
        try digest.bytes.withUnsafeBytes(sink)
        return digest
    }

    private func section<Value: BitwiseCopyable>(_ section: CalibrationFile.Section, _ values: [Value]) throws {
        try pad(to: layout[section].lowerBound)
        try values.withUnsafeBytes(write)
        precondition(written == layout[section].upperBound)
    }

    private func pad(to offset: Int) throws {
        try [UInt8](repeating: 0, count: offset - written).withUnsafeBytes(write)
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws {
        guard bytes.count > 0 else { return }
        hash.add(bytes)
        try sink(bytes)
        written += bytes.count
    }
}

extension Calibration {
    /// The file's bytes, for what is small enough; their last 32 are the digest that names it.
    public func encoded() throws -> (bytes: [UInt8], digest: SHA256Digest) {
        var bytes: [UInt8] = []
        let writer = try CalibrationWriter(
            recipe: recipe, embedding: padim.embedding, form: padim.whitening.form, parts: parts, golden: golden.image,
            leaveOneOutScores: leaveOneOutScores.count
        ) { bytes.append(contentsOf: $0) }
        try writer.factors(padim.whitening.factors.bytes)
        let digest = try writer.finish(
            mean: padim.mean, scale: padim.whitening.scale, weights: padim.whitening.weights,
            leaveOneOutScores: leaveOneOutScores, goldenScore: golden.score)
        return (bytes, digest)
    }
}
