import Network
import Raster

/// Learns a multivariate Gaussian from good parts. The network runs once over each; their features are kept, a few
/// thousand numbers a part.
public final class MVGFit {
    /// Parts that are learnt between two looks at the clock or the keyboard.
    public static let batchSize = 32

    public let options: MVGOptions
    private let embedding: LevelEmbedding
    private var features: [LevelFeatures]
    private var first: [Float] = []
    private let crew: Crew<ForwardPass>

    /// - Parameter backbone: made at its levels.
    /// - Throws: `DetectorError.invalidRecipe`, `NetworkError`.
    public init(options: MVGOptions, backbone: Backbone, workers: Int = ComputeThreads.workers) throws {
        try options.validate()
        self.options = options
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
            case .success(let part): add(part)
            case .failure(let error): failed.append((i, error))
            }
        }
        return failed
    }

    private func add(_ part: [Float]) {
        if first.isEmpty { first = part }
        part.withUnsafeBufferPointer { part in
            for (k, level) in embedding.levels.enumerated() {
                features[k].add(UnsafeBufferPointer(rebasing: part[level.range]))
            }
        }
    }

    /// What a fit gives besides the detector.
    public struct Fitted: Sendable {
        public let mvg: MVG
        /// What each part would have scored had it been left out, in the order they were learnt; empty where not asked.
        public let leaveOneOutScores: [Float]
        /// What the first part scores.
        public let firstScore: Float
    }

    /// Ends the fit.
    /// - Throws: `DetectorError.tooFewParts`, `.singular`, `CancellationError`.
    public func finish(
        leaveOneOut: Bool, progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws -> Fitted {
        guard count >= (leaveOneOut ? 3 : 2) else {
            throw DetectorError(
                .tooFewParts, "calibration", "\(count) good parts; at least \(leaveOneOut ? 3 : 2) are needed")
        }
        let mvg = try MVG(features, embedding, options)
        var scores = [Double](repeating: 0, count: leaveOneOut ? count : 0)
        if leaveOneOut {
            // A level that is not measured with all parts is not measured without one either.
            for (k, gaussian) in mvg.levels.enumerated() {
                if isCancelled() { throw CancellationError() }
                guard let own = features.first(where: { $0.level == gaussian.level }) else { continue }
                let distances = try LevelLeaveOneOut(own, options).distances(
                    progress: { progress((Double(k) + $0) / Double(mvg.levels.count)) }, isCancelled: isCancelled)
                for part in 0..<count { scores[part] += distances[part] }
                progress(Double(k + 1) / Double(mvg.levels.count))
            }
        }
        return Fitted(
            mvg: mvg, leaveOneOutScores: scores.map(Float.init),
            firstScore: first.withUnsafeBufferPointer { mvg.score(of: $0.baseAddress!) })
    }
}
