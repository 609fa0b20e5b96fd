import Detectors
import Disk
import Evaluation
import Foundation
import Network
import Raster

/// How well a detector, learnt from a category's good parts, tells its other parts apart: one run, with one seed.
public struct CategoryEvaluation: Sendable {
    public let category: String
    public let recipe: Recipe
    public let figures: QualityFigures
    /// Undefined (`nil`) where a class is missing.
    public private(set) var roc: ROC?
    /// Undefined (`nil`) where no defect is outlined, or the detector makes no map.
    public private(set) var pro: PRO?
    /// Labelled parts that were scored, in the category's order.
    public private(set) var judged: [JudgedPart]
    /// What the grids of parts become maps with; `nil` where they were not asked for.
    public private(set) var detector: (any Detector)?
    /// Where good parts alone suggest the threshold; `nil` where it was not asked for.
    public let threshold: Float?
    /// Good parts learnt from.
    public let calibrationParts: Int
    /// Of what was learnt from them.
    public let statisticsBytes: Int
    /// Defective parts whose defect nobody outlined: they count for the image figures alone.
    public let defectiveWithoutMask: Int
    /// Parts without a label: they count for no figure.
    public let unlabelled: Int
    /// Parts or masks that could not be read, and why: printable lines.
    public let notInspected: [String]
    /// Of single parts, one after the other, from the file to the score; `nil` where it was not measured.
    public let latency: LatencySummary?
    /// Seconds for learning.
    public let calibrationSeconds: Double
    /// Seconds for everything: learning, scoring, figures.
    public let seconds: Double

    /// A part with what it is and what the detector said of it.
    public struct JudgedPart: Sendable {
        public let part: Part
        public let isDefective: Bool
        public let score: Float
        /// Its map in the network's input pixels is made from this; `nil` where grids were not asked for.
        public let anomaly: Anomaly?
    }

    /// What is measured besides the figures.
    public struct Options: Sendable {
        /// False-positive rate up to which AUPRO is integrated, in (0, 1].
        public var auproLimit = 0.3
        /// Whether what maps are made of is kept, 16 KB a part.
        public var keepsGrids = false
        /// Whether a threshold is suggested, which takes leave-one-out scores.
        public var suggestsThreshold = false
        /// How many parts are timed on their own; 0 for none.
        public var timedParts = 0
        /// What is done to the picture of each part that is judged, after decoding; `nil` for nothing.
        public var perturbation: Perturbation?

        public init() {}
    }

    /// The same without curves, grids and what makes maps of them: figures and scores stay.
    public func withoutPictures() -> CategoryEvaluation {
        var lean = self
        (lean.roc, lean.pro, lean.detector) = (nil, nil, nil)
        lean.judged = judged.map {
            JudgedPart(part: $0.part, isDefective: $0.isDefective, score: $0.score, anomaly: nil)
        }
        return lean
    }

    public var imageAUROC: Double? { figures[.imageAUROC] }
    public var pixelAUROC: Double? { figures[.pixelAUROC] }
    public var aupro: Double? { figures[.aupro] }
    public var goodParts: Int { judged.count { !$0.isDefective } }
    public var defectiveParts: Int { judged.count { $0.isDefective } }

    /// Calibrates on the good parts and scores the others.
    /// - Parameter progress: share of the work done, 0…1; called from the calling thread.
    /// - Throws: as `Calibrator.calibrate` does; a part that cannot be read only costs a line.
    public init(
        _ category: Category, backbone: Backbone, recipe: Recipe, options: Options = Options(),
        progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws {
        let learning = Double(category.calibrationParts.count)
        let whole = max(1, learning + Double(category.parts.count))
        let start = ContinuousClock.now
        let learnt = try Calibrator(backbone: backbone, recipe: recipe, leaveOneOut: options.suggestsThreshold)
            .calibrate(category, progress: { progress($0 * learning / whole) }, isCancelled: isCancelled)
        try self.init(
            category, learnt, learntIn: (ContinuousClock.now - start).inSeconds, backbone: backbone, options: options,
            progress: { progress((learning + $0 * (whole - learning)) / whole) }, isCancelled: isCancelled)
    }

    /// Scores the category's parts with what was learnt before.
    /// - Parameter calibrationSeconds: that it took.
    public init(
        _ category: Category, _ learnt: Calibrator.Result, learntIn calibrationSeconds: Double = 0, backbone: Backbone,
        options: Options = Options(), progress: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws {
        let start = ContinuousClock.now
        let calibration = learnt.calibration
        let detector = calibration.detector
        let parts = category.parts.filter { $0.isDefective != nil }
        var judging = Judging(detector: detector, options: options)
        var done = 0
        try InspectionQueue.findings(
            of: parts,
            makeScorer: InspectionQueue.scorers(
                detector, backbone: backbone, batch: InspectionQueue.standardBatch,
                perturbation: options.perturbation),
            isCancelled: isCancelled
        ) { finding in
            try judging.add(finding)
            done += 1
            progress(Double(done) / Double(max(1, parts.count)))
        }
        if isCancelled() { throw CancellationError() }
        self.category = category.name
        recipe = calibration.recipe
        let ranking = try Ranking(
            scores: judging.judged.map(\.score), isPositive: judging.judged.map(\.isDefective))
        roc = ROC(ranking)
        var figures = QualityFigures(ranking)
        if detector.makesMap {
            pro = figures.measure(&judging.pixels, limit: options.auproLimit).pro()
        } else {
            pro = nil
        }
        self.figures = figures
        judged = judging.judged
        self.detector = options.keepsGrids ? detector : nil
        threshold =
            options.suggestsThreshold
            ? try ThresholdSuggestion(goodScores: calibration.leaveOneOutScores, target: Workbench.falseRejectTarget)?
                .threshold : nil
        calibrationParts = calibration.parts.count
        statisticsBytes = detector.statisticsBytes
        defectiveWithoutMask = judging.pixels.leftOut
        unlabelled = category.parts.count - parts.count
        notInspected = learnt.skipped + judging.failures
        self.calibrationSeconds = calibrationSeconds
        seconds = calibrationSeconds + (ContinuousClock.now - start).inSeconds
        latency =
            options.timedParts == 0
            ? nil
            : try Self.latency(of: parts.prefix(options.timedParts), detector, backbone, isCancelled: isCancelled)
    }

    /// Times parts one after the other on one core, as a line brings them.
    private static func latency(
        of parts: some Sequence<Part>, _ detector: any Detector, _ backbone: Backbone, isCancelled: () -> Bool
    ) throws -> LatencySummary? {
        let scorer = try InspectionQueue.scorers(detector, backbone: backbone, batch: 1)()
        var seconds: [Double] = []
        for part in parts {
            if isCancelled() { throw CancellationError() }
            let start = ContinuousClock.now
            guard let bytes = try? part.path.readAll(limit: DecodeLimits.standard.fileBytes),
                let picture = try? scorer.decode(bytes, part.path)
            else { continue }
            try scorer.embed(picture, 0)
            _ = try scorer.score(1)
            seconds.append((ContinuousClock.now - start).inSeconds)
        }
        // The first one fills caches.
        return LatencySummary(seconds: seconds.dropFirst())
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
