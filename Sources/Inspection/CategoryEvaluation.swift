import Detectors
import Disk
import Evaluation
import Foundation
import Network
import Raster

/// How well a calibration tells the good parts of a category from its defective ones, in the papers' figures.
public struct CategoryEvaluation: Sendable {
    public let category: String
    public let recipe: Recipe
    /// Undefined (`nil`) where the parts do not hold both classes, or no outlined defect.
    public let imageAUROC: Double?
    public let pixelAUROC: Double?
    public let aupro: Double?
    /// Good parts learnt from.
    public let calibrationParts: Int
    public let goodParts: Int
    public let defectiveParts: Int
    /// Defective parts whose defect nobody outlined: they count for the image figure alone.
    public let defectiveWithoutMask: Int
    /// Parts without a label: they count for no figure.
    public let unlabelled: Int
    /// Parts or masks that could not be read, and why: printable lines.
    public let notInspected: [String]
    /// Seconds for everything: learning, scoring, figures.
    public let seconds: Double

    /// Calibrates on the good parts and scores the others.
    /// - Parameter progress: share of the work done, 0…1; called from the calling thread.
    /// - Throws: as `Calibrator.calibrate` does; a part that cannot be read only costs a line.
    public init(
        _ category: Category, backbone: Backbone, recipe: Recipe, progress: (Double) -> Void = { _ in },
        isCancelled: () -> Bool = { false }
    ) throws {
        let start = ContinuousClock.now
        let learning = Double(category.calibrationParts.count)
        let whole = max(1, learning + Double(category.parts.count))
        let result = try Calibrator(backbone: backbone, recipe: recipe, leaveOneOut: false)
            .calibrate(category, progress: { progress($0 * learning / whole) }, isCancelled: isCancelled)
        var judged = Judged()
        let parts = category.parts.filter { $0.isDefective != nil }
        let crew = Crew(
            try (0..<ComputeThreads.workers).map { _ in
                try Inspector(result.calibration.padim, backbone: backbone)
            })
        for start in stride(from: 0, to: parts.count, by: PaDiMFit.batchSize) {
            if isCancelled() { throw CancellationError() }
            let batch = Array(parts[start..<min(start + PaDiMFit.batchSize, parts.count)])
            try judged.add(batch, crew.map(batch.count) { try Self.score(batch[$1], $0) })
            progress((learning + Double(start + batch.count)) / whole)
        }
        self.category = category.name
        self.recipe = recipe
        let pixels = judged.pixels.ranking()
        imageAUROC = try Ranking(scores: judged.scores, isPositive: judged.isDefective).auroc()
        pixelAUROC = pixels.auroc()
        aupro = pixels.aupro()
        calibrationParts = result.calibration.parts.count
        goodParts = judged.isDefective.count { !$0 }
        defectiveParts = judged.isDefective.count { $0 }
        defectiveWithoutMask = judged.pixels.leftOut
        unlabelled = category.parts.count - parts.count
        notInspected = result.skipped + judged.failures
        let elapsed = (ContinuousClock.now - start).components
        seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }

    /// One part's score and map, and its ground truth under the same geometry.
    private struct Scored: Sendable {
        let score: Float
        let map: Plane
        let mask: Mask?
        /// Why the ground truth could not be used; the score counts all the same.
        let maskProblem: String?
    }

    /// What the figures are made of, gathered part by part so that maps are not kept.
    private struct Judged {
        var scores: [Float] = []
        var isDefective: [Bool] = []
        var pixels = PixelEvaluation(unmaskedDefects: .leftOut)
        var failures: [String] = []

        mutating func add(_ parts: [Part], _ outcomes: [Result<Scored, any Error>]) throws {
            for (part, outcome) in zip(parts, outcomes) {
                switch outcome {
                case .success(let scored):
                    let defective = part.isDefective == true
                    scores.append(scored.score)
                    isDefective.append(defective)
                    if let problem = scored.maskProblem { failures.append(problem) }
                    try pixels.add(map: scored.map, mask: scored.mask, isDefective: defective)
                case .failure(let error):
                    failures.append("\(error)")
                }
            }
        }
    }

    private static func score(_ part: Part, _ inspector: Inspector) throws -> Scored {
        let recipe = inspector.padim.recipe
        let image = try Image.read(part.path)
        let anomaly = try inspector.inspect(image)
        guard !anomaly.score.isNaN else {
            throw DetectorError(.invalidRecipe, part.path.printable, "its score is not a number")
        }
        guard let map = inspector.padim.map(of: anomaly) else {
            throw DetectorError(.invalidRecipe, recipe.detector, "gives no map")
        }
        var mask: Mask?
        var problem: String?
        if let path = part.mask {
            do {
                let outline = try Mask.read(path)
                guard outline.width == image.width, outline.height == image.height else {
                    throw DetectorError(
                        .invalidRecipe, path.printable,
                        "is \(outline.width)×\(outline.height) and its part \(image.width)×\(image.height); "
                            + "the part is left out of the pixel figures")
                }
                mask = recipe.inputProtocol.prepare(outline, width: recipe.width, height: recipe.height)
            } catch {
                problem = "\(error)"
            }
        }
        return Scored(score: anomaly.score, map: map, mask: mask, maskProblem: problem)
    }
}
