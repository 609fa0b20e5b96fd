import Disk
import Foundation
import Network
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
            taps: embedding.taps.map(CalibrationFile.Header.Tap.init), rank: rank,
            leaveOneOutScores: leaveOneOutScores)
        let json = try CalibrationFile.encoded(header)
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
        let digest = try write { bytes.append(contentsOf: $0) }
        return (bytes, digest)
    }

    /// Hands the file's bytes over from front to back.
    /// - Returns: the digest that names the file.
    /// - Throws: `DetectorError.invalidRecipe` for a detector that has no file; what `sink` throws.
    func write(to sink: @escaping (UnsafeRawBufferPointer) throws -> Void) throws -> SHA256Digest {
        switch detector {
        case let padim as PaDiM:
            let writer = try CalibrationWriter(
                recipe: recipe, embedding: padim.embedding, form: padim.whitening.form, parts: parts,
                golden: golden.image, leaveOneOutScores: leaveOneOutScores.count, sink: sink)
            try writer.factors(padim.whitening.factors.bytes)
            return try writer.finish(
                mean: padim.mean, scale: padim.whitening.scale, weights: padim.whitening.weights,
                leaveOneOutScores: leaveOneOutScores, goldenScore: golden.score)
        case let detector as any StoredDetector:
            return try writeArrays(detector, to: sink)
        default:
            throw DetectorError(.invalidRecipe, recipe.detector, "has no file of its own")
        }
    }

    /// Version 3.
    private func writeArrays(
        _ detector: any StoredDetector, to sink: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> SHA256Digest {
        let arrays = detector.stored
        let header = CalibrationFile.Header(
            recipe: recipe, parts: parts.map(\.description), taps: detector.taps.map(CalibrationFile.Header.Tap.init),
            leaveOneOutScores: leaveOneOutScores.count,
            arrays: arrays.map { .init(name: $0.name, bytes: $0.bytes.bytes.count) })
        let json = try CalibrationFile.encoded(header)
        guard let layout = CalibrationFile.ArrayLayout(header, after: CalibrationFile.magic.count + 8 + json.count)
        else { throw DetectorError(.memory, recipe.detector, "its statistics are too large for a file") }
        let hash = SHA256Stream()
        var written = 0
        func write(_ bytes: UnsafeRawBufferPointer) throws {
            guard bytes.count > 0 else { return }
            hash.add(bytes)
            try sink(bytes)
            written += bytes.count
        }
        func write(_ bytes: UnsafeRawBufferPointer, at section: Range<Int>) throws {
            try [UInt8](repeating: 0, count: section.lowerBound - written).withUnsafeBytes { try write($0) }
            precondition(bytes.count == section.count)
            try write(bytes)
        }
        try CalibrationFile.magic.withUnsafeBytes { try write($0) }
        try withUnsafeBytes(of: CalibrationFile.arraysVersion.littleEndian) { try write($0) }
        try withUnsafeBytes(of: UInt32(json.count).littleEndian) { try write($0) }
        try json.withUnsafeBytes { try write($0) }
        try golden.image.pixels.withUnsafeBytes { try write($0, at: layout.picture) }
        for (array, section) in zip(arrays, layout.arrays) { try write(array.bytes.bytes, at: section) }
        try leaveOneOutScores.withUnsafeBytes { try write($0, at: layout.scores) }
        try [golden.score].withUnsafeBytes { try write($0, at: layout.goldenScore) }
        let digest = hash.finish()
        try digest.bytes.withUnsafeBytes(sink)
        return digest
    }
}

extension CalibrationFile {
    static func encoded(_ header: Header) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(header)
    }
}

extension CalibrationFile.Header.Tap {
    init(_ shape: Backbone.TapShape) {
        self.init(name: shape.name, channels: shape.channels, width: shape.width, height: shape.height)
    }
}

extension DetectorFit {
    /// Ends the fit into a calibration's file.
    /// - Parameters:
    ///   - file: empty; the caller publishes it.
    ///   - parts: the digest of each part's file, in the order they were learnt.
    ///   - golden: the first part that was learnt, as the network saw it.
    /// - Returns: the calibration and the digest that names it.
    public func finish(
        into file: StreamedFile, parts: [SHA256Digest], golden: Image, leaveOneOut: Bool,
        progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws -> (calibration: Calibration, digest: SHA256Digest) {
        // PaDiM's factors are never in memory as a whole.
        if let padim = self as? PaDiMFit {
            return try padim.finishPaDiM(
                into: file, parts: parts, golden: golden, leaveOneOut: leaveOneOut, progress: progress,
                isCancelled: isCancelled)
        }
        let fitted = try finish(leaveOneOut: leaveOneOut, progress: progress, isCancelled: isCancelled)
        let calibration = Calibration(
            detector: fitted.detector, parts: parts, leaveOneOutScores: fitted.leaveOneOutScores,
            golden: .init(image: golden, score: fitted.firstScore))
        return (calibration, try calibration.write(to: file.write))
    }
}
