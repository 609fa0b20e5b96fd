import Network
import Raster

/// Learns a multivariate Gaussian from good parts. The network runs once over each; their features are kept, a few
/// thousand numbers a part.
public final class MVGFit: DetectorFit {
    /// Parts that are learnt between two looks at the clock or the keyboard.
    public static let batchSize = 32

    public let recipe: Recipe
    private let options: MVGOptions
    private let taps: [Backbone.TapShape]
    private let embedding: LevelEmbedding
    private var features: [LevelFeatures]
    private let crew: Crew<ForwardPass>

    /// - Parameter backbone: made at its levels: `Architecture.atLevels`.
    /// - Throws: `DetectorError.invalidRecipe`, `NetworkError`.
    public init(recipe: Recipe, backbone: Backbone, workers: Int = ComputeThreads.workers) throws {
        let options = recipe.mvg ?? .standard
        try options.validate()
        self.recipe = recipe
        self.options = options
        taps = backbone.taps
        embedding = try LevelEmbedding(taps: backbone.taps, names: options.levels)
        features = embedding.features()
        crew = Crew(try (0..<workers).map { _ in try ForwardPass(backbone) })
    }

    /// Parts learnt so far.
    public var count: Int { features[0].count }

    /// Learns pictures of the network's size. `image(i)` is called from several threads, each `i` once; it may read and
    /// decode. Where it throws, or the network gives what is no number, the part is left out and the error returned
    /// beside its index.
    public func learn(_ batch: Int, image: @Sendable (Int) throws -> Image) throws -> [(index: Int, error: any Error)] {
        let embedding = embedding
        let outcomes = crew.map(batch) { pass, i in
            try pass.run(image(i))
            var part = [Float](repeating: 0, count: embedding.length)
            part.withUnsafeMutableBufferPointer { embedding.gather(from: pass, into: $0) }
            guard part.allSatisfy(\.isFinite) else {
                throw DetectorError(.singular, "features", "the network gives no finite numbers for a part")
            }
            return part
        }
        var failed: [(index: Int, error: any Error)] = []
        for (i, outcome) in outcomes.enumerated() {
            switch outcome {
            case .success(let part): features.add(part, embedding)
            case .failure(let error): failed.append((i, error))
            }
        }
        return failed
    }

    /// Ends the fit.
    /// - Throws: `DetectorError.tooFewParts`, `.singular`, `CancellationError`.
    public func finish(
        leaveOneOut: Bool, progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws -> Fitted {
        let needed = leaveOneOut ? 3 : 2
        guard count >= needed else {
            throw DetectorError(.tooFewParts, "calibration", "\(count) good parts; at least \(needed) are needed")
        }
        let mvg = try MVG(recipe: recipe, taps: taps, features: features)
        // A level that is not measured with all parts is not measured without one either.
        let measured = features.filter { own in mvg.levels.contains { $0.level == own.level } }
        var scores = [Double](repeating: 0, count: leaveOneOut ? count : 0)
        for (k, level) in measured.enumerated() where leaveOneOut {
            if isCancelled() { throw CancellationError() }
            let distances = try LevelLeaveOneOut(level, options).distances(
                progress: { progress((Double(k) + $0) / Double(measured.count)) }, isCancelled: isCancelled)
            for part in 0..<count { scores[part] += distances[part] }
            progress(Double(k + 1) / Double(measured.count))
        }
        let first = measured.flatMap { level in level.values[..<level.channels].map(Float.init) }
        let own = first.withUnsafeBufferPointer { mvg.anomalies(of: [$0.baseAddress!], threads: 1)[0] }
        return Fitted(detector: mvg, leaveOneOutScores: scores.map(Float.init), firstScore: own.score)
    }
}

extension [LevelFeatures] {
    /// Adds one part's embedding.
    package mutating func add(_ part: [Float], _ embedding: LevelEmbedding) {
        part.withUnsafeBufferPointer { part in
            for (k, level) in embedding.levels.enumerated() {
                self[k].add(UnsafeBufferPointer(rebasing: part[level.range]))
            }
        }
    }
}
