import Network
import SystemPackage

/// Parts as the network's taps gave them, each tap at its own size: channels can be chosen after all parts have been
/// seen, so the network runs once, and coarse taps are not kept as often as their patches are repeated.
final class TapStore {
    /// The channels that are kept of one tap.
    private struct Source {
        let tap: Int
        let shape: Backbone.TapShape
        /// How many patches of the finest grid share one of this tap along an axis.
        let ratio: Int
        /// Within the tap, ascending.
        let channels: [Int]
        /// Over all taps.
        let first: Int
        let kept: KeptEmbeddings

        var rowLength: Int { shape.width * channels.count }
        var length: Int { shape.height * rowLength }
    }

    /// One picture's kept channels, tap by tap, with how many values of each channel are not zero, counted as often as
    /// their patch is repeated on the finest grid.
    struct Copy: Sendable {
        fileprivate let blocks: [AlignedBytes]
        let nonzeros: [Int]
    }

    private let sources: [Source]
    private let taps: [Backbone.TapShape]
    private(set) var count = 0
    /// Over all pictures; for the channels that are kept, in order.
    private(set) var nonzeros: [Int]

    /// - Parameters:
    ///   - channels: over all taps, ascending: those that may be chosen later.
    ///   - budget: bytes that may be kept in memory.
    /// - Precondition: coarse taps divide the finest; `PatchEmbedding` has made sure.
    init(taps: [Backbone.TapShape], channels: [Int], budget: Int, folder: FilePath) {
        self.taps = taps
        nonzeros = Array(repeating: 0, count: channels.count)
        var shares: [(tap: Int, first: Int, channels: [Int])] = []
        var first = 0
        for (k, shape) in taps.enumerated() {
            let own = channels.filter { $0 >= first && $0 < first + shape.channels }.map { $0 - first }
            if !own.isEmpty { shares.append((k, first, own)) }
            first += shape.channels
        }
        func length(_ share: (tap: Int, first: Int, channels: [Int])) -> Int {
            taps[share.tap].width * taps[share.tap].height * share.channels.count
        }
        let total = max(1, shares.reduce(0) { $0 + length($1) })
        var sources: [Source] = []
        for share in shares {
            let kept = KeptEmbeddings(
                length: length(share), budget: budget / total * length(share), folder: folder)
            sources.append(
                Source(
                    tap: share.tap, shape: taps[share.tap], ratio: taps[0].width / max(1, taps[share.tap].width),
                    channels: share.channels, first: share.first, kept: kept))
        }
        self.sources = sources
    }

    /// Floats that are kept of a picture.
    var length: Int { sources.reduce(0) { $0 + $1.length } }

    /// Takes what is kept of the picture that `pass` has just run on.
    func copy(of pass: ForwardPass) -> Copy {
        var blocks: [AlignedBytes] = []
        var nonzeros: [Int] = []
        for source in sources {
            let block = AlignedBytes(count: source.length * 4)
            var counts = [Int](repeating: 0, count: source.channels.count)
            pass.withTap(source.tap) { tap in
                guard let from = tap.baseAddress, let target = block.floats.baseAddress else { return }
                source.channels.withUnsafeBufferPointer { channels in
                    counts.withUnsafeMutableBufferPointer { counts in
                        for patch in 0..<(source.shape.width * source.shape.height) {
                            let values = from + patch * source.shape.channels
                            let own = target + patch * channels.count
                            for j in 0..<channels.count {
                                let value = values[channels[j]]
                                own[j] = value
                                counts[j] += value == 0 ? 0 : 1
                            }
                        }
                    }
                }
            }
            blocks.append(block)
            nonzeros += counts.map { $0 * source.ratio * source.ratio }
        }
        return Copy(blocks: blocks, nonzeros: nonzeros)
    }

    /// Keeps a picture.
    func add(_ copy: Copy) throws {
        for (source, block) in zip(sources, copy.blocks) { try source.kept.add(block) }
        for (i, value) in copy.nonzeros.enumerated() { nonzeros[i] += value }
        count += 1
    }

    /// The embeddings of all pictures, of some of the channels that are kept.
    func rows(of channels: [Int]) -> any FeatureRows { Rows(store: self, picks: picks(channels)) }

    /// The embedding of one picture, `positions × dimensions`, of some of the channels that are kept.
    func embedding(of copy: Copy, channels: [Int]) -> AlignedBytes {
        let length = taps[0].width * channels.count
        let memory = AlignedBytes(count: taps[0].height * length * 4)
        for y in 0..<taps[0].height {
            for pick in picks(channels) {
                let source = sources[pick.source]
                let row = copy.blocks[pick.source].floats.baseAddress! + y / source.ratio * source.rowLength
                gather(pick, UnsafePointer(row), channels.count, into: memory.floats.baseAddress! + y * length)
            }
        }
        return memory
    }

    /// Which of a source's channels go where in an embedding.
    private struct Pick {
        let source: Int
        /// Among those that are kept of the tap.
        let channels: [Int]
        let offset: Int
    }

    private func picks(_ channels: [Int]) -> [Pick] {
        var picks: [Pick] = []
        var offset = 0
        for (k, source) in sources.enumerated() {
            var own: [Int] = []
            for channel in channels {
                if let kept = source.channels.firstIndex(of: channel - source.first) { own.append(kept) }
            }
            if !own.isEmpty { picks.append(Pick(source: k, channels: own, offset: offset)) }
            offset += own.count
        }
        return picks
    }

    /// One row of a tap's patches, each repeated as often as the finest grid wants.
    private func gather(
        _ pick: Pick, _ row: UnsafePointer<Float>, _ dimensions: Int, into out: UnsafeMutablePointer<Float>
    ) {
        let source = sources[pick.source]
        let (kept, count) = (source.channels.count, pick.channels.count)
        pick.channels.withUnsafeBufferPointer { channels in
            for x in 0..<source.shape.width {
                let first = out + x * source.ratio * dimensions + pick.offset
                for j in 0..<count { first[j] = row[x * kept + channels[j]] }
                for k in 1..<max(1, source.ratio) { (first + k * dimensions).update(from: first, count: count) }
            }
        }
    }

    private struct Rows: FeatureRows {
        let store: TapStore
        let picks: [Pick]

        var parts: Int { store.count }
        var width: Int { store.taps[0].width }
        var height: Int { store.taps[0].height }
        var dimensions: Int { picks.reduce(0) { $0 + $1.channels.count } }

        func load(_ y: Int, into out: UnsafeMutablePointer<Float>) throws {
            let (dimensions, length) = (dimensions, width * dimensions)
            for pick in picks {
                let source = store.sources[pick.source]
                let start = y / source.ratio * source.rowLength
                let room = AlignedBytes(count: source.kept.stripRoom(source.rowLength) * 4)
                let rows = try source.kept.strip(start..<start + source.rowLength, room: room.floats)
                // Each part has a row of its own.
                nonisolated(unsafe) let (store, rowsOfParts, target) = (store, rows, out)
                Teamwork.perform(rows.count) { part in
                    store.gather(pick, rowsOfParts[part], dimensions, into: target + part * length)
                }
                withExtendedLifetime(room) {}
            }
        }
    }
}
