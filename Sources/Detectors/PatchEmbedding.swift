import CGivingWay
import Network

/// Picks the chosen channels of all taps at each patch of the finest tap; coarser taps are replicated
/// (`out[y, x] = in[y / r, x / r]`), as PaDiM's section III-A concatenates them.
public struct PatchEmbedding: Sendable {
    /// Patches of the finest tap.
    public let gridWidth: Int
    public let gridHeight: Int
    /// Channels of an embedding.
    public let dimensions: Int
    /// The taps that channel indices count over, in order.
    public let taps: [Backbone.TapShape]
    private let parts: [TapPart]

    /// The channels that come from one tap.
    fileprivate struct TapPart: Sendable {
        let tap: Int
        let shape: Backbone.TapShape
        /// How many patches of the finest grid share one of this tap along an axis.
        let ratio: Int
        /// Where this tap's channels start in an embedding.
        let offset: Int
        /// Channel indices within the tap.
        let channels: [Int]
    }

    /// - Parameter channels: indices over all taps in order, ascending.
    /// - Throws: `DetectorError.invalidRecipe` when an index is out of range or repeated, or a tap does not divide the
    ///   finest grid.
    public init(taps: [Backbone.TapShape], channels: [Int]) throws(DetectorError) {
        let total = taps.reduce(0) { $0 + $1.channels }
        guard let finest = taps.first, !channels.isEmpty else {
            throw DetectorError(.invalidRecipe, "channels", "none chosen; the backbone has \(total)")
        }
        guard zip(channels, channels.dropFirst()).allSatisfy(<), channels[0] >= 0, channels[channels.count - 1] < total
        else {
            throw DetectorError(
                .invalidRecipe, "channels", "must be ascending, without repeats, and between 0 and \(total - 1)")
        }
        var parts: [TapPart] = []
        var first = 0
        var offset = 0
        for (k, shape) in taps.enumerated() {
            let ratio = finest.width / max(1, shape.width)
            guard ratio * shape.width == finest.width, ratio * shape.height == finest.height else {
                throw DetectorError(
                    .invalidRecipe, shape.name,
                    "\(shape.width)×\(shape.height) patches do not divide \(finest.width)×\(finest.height); "
                        + "use an input in multiples of 32")
            }
            let own = channels.filter { $0 >= first && $0 < first + shape.channels }.map { $0 - first }
            if !own.isEmpty { parts.append(TapPart(tap: k, shape: shape, ratio: ratio, offset: offset, channels: own)) }
            offset += own.count
            first += shape.channels
        }
        self.parts = parts
        self.taps = taps
        gridWidth = finest.width
        gridHeight = finest.height
        dimensions = channels.count
    }

    public var positions: Int { gridWidth * gridHeight }

    /// Which dimensions of an embedding come from a tap; empty where none of its channels was chosen.
    public func dimensions(ofTap tap: Int) -> Range<Int> {
        guard let part = parts.first(where: { $0.tap == tap }) else { return 0..<0 }
        return part.offset..<part.offset + part.channels.count
    }

    /// Writes `positions × dimensions` floats, one patch after another.
    ///
    /// A row of the grid begins as a copy of the row above, and only the taps whose own row has changed are gathered
    /// again: a patch that is `ratio` rows high is gathered once.
    public func gather(from pass: ForwardPass, into out: UnsafeMutableBufferPointer<Float>) {
        precondition(out.count == positions * dimensions)
        let rowLength = gridWidth * dimensions
        guard let start = out.baseAddress else { return }
        for y in 0..<gridHeight {
            give_way()
            let row = start + y * rowLength
            if parts.contains(where: { !y.isMultiple(of: $0.ratio) }) {
                row.update(from: row - rowLength, count: rowLength)
            }
            for part in parts where y.isMultiple(of: part.ratio) {
                pass.withTap(part.tap) { tap in
                    let from = tap.baseAddress! + y / part.ratio * part.shape.width * part.shape.channels
                    part.gatherRow(from, into: row + part.offset, dimensions: dimensions)
                }
            }
        }
    }
}

extension PatchEmbedding.TapPart {
    /// One row of this tap's patches, each gathered once and repeated `ratio` times.
    fileprivate func gatherRow(_ from: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>, dimensions: Int) {
        channels.withUnsafeBufferPointer { channels in
            let count = channels.count
            for x in 0..<shape.width {
                let patch = from + x * shape.channels
                let first = out + x * ratio * dimensions
                for j in 0..<count { first[j] = patch[channels[j]] }
                for k in 1..<max(1, ratio) { (first + k * dimensions).update(from: first, count: count) }
            }
        }
    }
}
