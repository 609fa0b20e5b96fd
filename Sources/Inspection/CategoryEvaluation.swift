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
        let detector = result.calibration.detector
        var done = 0
        try InspectionQueue.findings(
            of: parts,
            makeScorer: InspectionQueue.scorers(detector, backbone: backbone, batch: InspectionQueue.standardBatch),
            isCancelled: isCancelled
        ) { finding in
            try judged.add(finding, detector)
            done += 1
            progress((learning + Double(done)) / whole)
        }
        if isCancelled() { throw CancellationError() }
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

    /// What the figures are made of, gathered part by part so that maps are not kept.
    private struct Judged {
        var scores: [Float] = []
        var isDefective: [Bool] = []
        var pixels = PixelEvaluation(unmaskedDefects: .leftOut)
        var failures: [String] = []

        mutating func add(_ finding: Finding, _ detector: any Detector) throws {
            switch finding.outcome {
            case .failed(let line): failures.append(line)
            case .scored(let anomaly):
                let defective = finding.part.isDefective == true
                scores.append(anomaly.score)
                isDefective.append(defective)
                if let map = detector.map(of: anomaly) {
                    try pixels.add(map: map, mask: mask(of: finding.part, detector.recipe), isDefective: defective)
                }
            }
        }

        /// The part's ground truth under the same geometry. Where it cannot be used the score counts all the same.
        private mutating func mask(of part: Part, _ recipe: Recipe) -> Mask? {
            guard let path = part.mask else { return nil }
            do {
                let (outline, size) = (try Mask.read(path), try Image.size(of: part.path))
                guard outline.width == size.width, outline.height == size.height else {
                    throw DetectorError(
                        .invalidRecipe, path.printable,
                        "is \(outline.width)×\(outline.height) and its part \(size.width)×\(size.height); "
                            + "the part is left out of the pixel figures")
                }
                return recipe.inputProtocol.prepare(outline, width: recipe.width, height: recipe.height)
            } catch {
                failures.append("\(error)")
                return nil
            }
        }
    }
}
