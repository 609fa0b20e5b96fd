import Foundation
import Network
import Raster
import SystemPackage

/// Learns an N-pad from good parts. The network runs once over each, and once over each moved copy of the first few
/// where copies are averaged; what it gave is kept, in memory up to a budget and beyond it on the disk, until the fit
/// ends.
public final class NPadFit: DetectorFit {
    /// Parts whose moved copies are kept, to learn how their scores differ from those of parts as they are.
    static let viewedParts = 16

    public let recipe: Recipe
    let options: NPadOptions
    let store: TapStore
    /// Moved copies of the first parts, and whose they are.
    let views: TapStore
    private(set) var owners: [Int] = []
    /// All copies of the first part, itself first.
    private(set) var first: [TapStore.Copy] = []
    private let candidates: [Int]
    private let taps: [Backbone.TapShape]
    private let crew: Crew<ForwardPass>

    /// - Parameters:
    ///   - recipe: `npad` says what is fitted, the standard where it is `nil`. Where channels are chosen by their
    ///     values, `channels` says only how many.
    ///   - scratch: where features go that memory does not hold.
    /// - Throws: `DetectorError.invalidRecipe`, `.memory`, `NetworkError`.
    public init(
        recipe: Recipe, backbone: Backbone, scratch: FilePath = FilePath(NSTemporaryDirectory()),
        workers: Int = ComputeThreads.workers
    ) throws {
        self.recipe = recipe
        options = recipe.npad ?? .standard
        try options.validate()
        // Fewer parts make no fit; what more of them need is on the disk once the budget is used up.
        try MemoryForecast(npad: options, recipe: recipe, backbone: backbone, parts: 2, workers: workers).require()
        taps = backbone.taps
        candidates = options.channels == .random ? recipe.channels : Array(0..<backbone.channels)
        let budget = KeptEmbeddings.budget(available: AvailableMemory.bytes)
        store = TapStore(taps: taps, channels: candidates, budget: budget * 3 / 4, folder: scratch)
        views = TapStore(taps: taps, channels: candidates, budget: budget / 4, folder: scratch)
        crew = Crew(try (0..<workers).map { _ in try ForwardPass(backbone) })
    }

    public var count: Int { store.count }

    public func learn(_ batch: Int, image: @Sendable (Int) throws -> Image) throws -> [(index: Int, error: any Error)] {
        // A store is only written below, by this thread.
        nonisolated(unsafe) let (parts, copies) = (store, views)
        let moves = Array(options.moves.dropFirst())
        let isViewed = !moves.isEmpty && count < Self.viewedParts
        let outcomes = crew.map(batch) { pass, i in
            let picture = try image(i)
            try pass.run(picture)
            return (copy: parts.copy(of: pass), picture: isViewed ? picture : nil)
        }
        var failed: [(index: Int, error: any Error)] = []
        var viewed: [(part: Int, picture: Image)] = []
        for (i, outcome) in outcomes.enumerated() {
            switch outcome {
            case .success(let (copy, picture)):
                if first.isEmpty { first = [copy] }
                if let picture, count < Self.viewedParts { viewed.append((count, picture)) }
                try store.add(copy)
            case .failure(let error): failed.append((i, error))
            }
        }
        let pictures = viewed
        for outcome in crew.map(
            pictures.count * moves.count,
            { pass, k in
                let (picture, move) = (pictures[k / moves.count].picture, moves[k % moves.count])
                try pass.run(picture.shifted(right: move.right, down: move.down))
                return (part: pictures[k / moves.count].part, copy: copies.copy(of: pass))
            })
        {
            let (part, copy) = try outcome.get()
            if part == 0 { first.append(copy) }
            try views.add(copy)
            owners.append(part)
        }
        return failed
    }

    public func finish(
        leaveOneOut: Bool, progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws -> Fitted {
        let fitted = try fitted(leaveOneOut: leaveOneOut, progress: progress, isCancelled: isCancelled)
        return Fitted(
            detector: fitted.npad, leaveOneOutScores: fitted.scores, firstScore: firstScore(fitted.npad))
    }

    /// The channels that embeddings consist of, ascending.
    private func channels() -> [Int] {
        switch options.channels {
        case .random: recipe.channels
        case .leastNonzero: NonzeroChannels.choose(recipe.channels.count, nonzeros: store.nonzeros)
        case .mostNonzero: NonzeroChannels.choose(recipe.channels.count, nonzeros: store.nonzeros, most: true)
        }
    }

    private func fitted(
        leaveOneOut: Bool, progress: (Double) -> Void, isCancelled: () -> Bool
    ) throws -> (npad: NPad, scores: [Float]) {
        // Without one of two nothing varies any more.
        let least = leaveOneOut ? 3 : 2
        guard count >= least else {
            throw DetectorError(.tooFewParts, "calibration", "\(count) good parts; at least \(least) are needed")
        }
        var recipe = recipe
        recipe.channels = channels()
        if options.channels != .random { recipe.seed = nil }
        recipe.npad = options
        let embedding = try PatchEmbedding(taps: taps, channels: recipe.channels)
        let rows = store.rows(of: recipe.channels)
        let regularisation = (
            patches: try self.regularisation(rows, isCancelled),
            aggregates: try self.regularisation(AggregatedRows(rows, side: options.aggregation), isCancelled)
        )
        let shown = leaveOneOut && !owners.isEmpty ? (rows: views.rows(of: recipe.channels), owners: owners) : nil
        let fit = try NPadModel.fit(
            rows, options: options, regularisation: regularisation, precision: recipe.precision,
            leaveOneOut: leaveOneOut,
            views: shown, progress: { progress(0.05 + 0.9 * $0) }, isCancelled: isCancelled)
        let npad = NPad(recipe: recipe, embedding: embedding, model: fit.model)
        guard leaveOneOut else { return (npad, []) }
        let scores = try LeftOutScores(npad, fit, rows, views: shown, isCancelled: isCancelled).scores
        progress(1)
        return (npad, scores)
    }

    /// The recipe's regularisation, settled for such features.
    private func regularisation(_ rows: any FeatureRows, _ isCancelled: () -> Bool) throws -> PatchRegularisation {
        var moments: [ChannelMoments] = []
        let length = rows.width * rows.dimensions
        try rows.forEachRow { _, row in
            if isCancelled() { throw CancellationError() }
            let own = ChannelMoments(positions: rows.width, dimensions: rows.dimensions)
            own.add((0..<rows.parts).map { row + $0 * length })
            moments.append(own)
        }
        return try recipe.regularisation.patch(ChannelMoments(joining: moments))
    }

    private func firstScore(_ npad: NPad) -> Float {
        let copies = first.map { store.embedding(of: $0, channels: npad.recipe.channels) }
        let all = AlignedBytes(count: copies.count * npad.embeddingLength * 4)
        for (k, copy) in copies.enumerated() {
            (all.floats.baseAddress! + k * npad.embeddingLength).update(
                from: copy.floats.baseAddress!, count: npad.embeddingLength)
        }
        return withExtendedLifetime(all) {
            npad.anomalies(of: [UnsafePointer(all.floats.baseAddress!)], threads: 1)[0].score
        }
    }
}
