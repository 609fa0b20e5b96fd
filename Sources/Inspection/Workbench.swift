import Detectors
import Disk
import Evaluation
import Foundation
import Network
import Raster

/// What a command or the station works with: the home's stores, and the method for each category. It knows how a category
/// gets its calibration and its first threshold, so that both do it alike.
public struct Workbench: Sendable {
    public let ledger: Ledger
    public let store: CalibrationStore
    /// `nil` where the cache cannot be used: parts are then scored again each time.
    public let scores: ScoreCache?
    private let method: @Sendable (Category) throws -> Method

    /// What a category is learnt with.
    public struct Method: Sendable {
        public let backbone: Backbone
        public let recipe: Recipe
        /// What was chosen for this category, and what it costs; `nil` where everything was given.
        public let note: String?

        public init(backbone: Backbone, recipe: Recipe, note: String? = nil) {
            self.backbone = backbone
            self.recipe = recipe
            self.note = note
        }
    }

    /// Rate of good parts that a first threshold may flag, where there are enough good parts to certify it.
    public static let falseRejectTarget = 0.01

    /// Opens the home's stores.
    /// - Parameters:
    ///   - access: whether a home that cannot be written will do for looking.
    ///   - method: settles what a category is learnt with; called from any thread, whenever a category is prepared.
    public init(
        home: Home, access: Ledger.Access = .readWrite, method: @escaping @Sendable (Category) throws -> Method
    ) throws(InspectionError) {
        ledger = try home.openLedger(access: access)
        store = CalibrationStore.open(home.calibrations, ledger: ledger)
        scores = try? home.openScores()
        self.method = method
    }

    /// A category that can be inspected.
    public struct Ready: Sendable {
        public let calibration: Calibration
        /// What it scores with.
        public let backbone: Backbone
        public let digest: SHA256Digest
        public let threshold: Threshold
        /// Whether it was learnt just now.
        public let isNew: Bool
        /// Good parts that could not be read, and why.
        public let skipped: [String]
    }

    public enum Reuse: Sendable {
        /// An earlier calibration of the same parts and recipe will do; a damaged one is an error.
        case trusting
        /// The same, but a damaged one is made again.
        case mending
        /// Learn in any case.
        case never
    }

    /// Finds or makes the calibration of the category's good parts under the recipe, and sees to it that there is a
    /// threshold on its scale.
    /// - Parameters:
    ///   - progress: share of the work done, 0…1; not called when nothing has to be learnt.
    ///   - note: told what was chosen for the category, and what learning will take of memory before it takes it.
    /// - Throws: what `Calibrator` and the stores throw; `CancellationError`.
    public func prepare(
        _ category: Category, reuse: Reuse = .trusting, progress: (Double) -> Void = { _ in },
        note: (String) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws -> Ready {
        let method = try method(category)
        if let chosen = method.note { note(chosen) }
        let (backbone, recipe) = (method.backbone, method.recipe)
        let key = try key(category, recipe)
        if reuse != .never, let known = try store.current(category: category.name, recipeKey: key) {
            do {
                let calibration = try Self.load(known.digest, from: store, backbone: backbone)
                return Ready(
                    calibration: calibration, backbone: backbone, digest: known.digest,
                    threshold: try adopt(calibration, known.digest, category.name, key), isNew: false, skipped: [])
            } catch  where reuse == .mending && Self.isUnusable(error) {
                // Made again below.
            }
        }
        let calibrator = Calibrator(backbone: backbone, recipe: recipe)
        note("\(category.name.printable): \(try calibrator.forecast(category))")
        let (result, draft) = try calibrator.calibrate(
            category, into: store, progress: progress, isCancelled: isCancelled)
        try store.publish(draft)
        return Ready(
            calibration: result.calibration, backbone: backbone, digest: draft.digest,
            threshold: try adopt(result.calibration, draft.digest, category.name, key), isNew: true,
            skipped: result.skipped)
    }

    /// Whether an error says that a calibration is damaged, or scores otherwise here than where it was made.
    private static func isUnusable(_ error: any Error) -> Bool {
        (error as? InspectionError)?.code == .calibration || error is DetectorError
    }

    /// Reads a calibration, verifies every byte and scores its golden part again.
    public static func load(
        _ digest: SHA256Digest, from store: CalibrationStore, backbone: Backbone
    ) throws -> Calibration {
        let calibration: Calibration = try store.load(digest) { try Calibration.read($0) }
        try calibration.selfTest(
            Inspector(calibration.detector, backbone: backbone), name: store.path(for: digest).printable)
        return calibration
    }

    /// What tells one calibration from another: the recipe and the good parts' bytes.
    private func key(_ category: Category, _ recipe: Recipe) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var text = Array(try encoder.encode(recipe))
        for part in category.calibrationParts {
            // An unreadable part has no digest and says so; should it be mended, the key is another.
            text +=
                (try? part.path.readAll(limit: DecodeLimits.standard.fileBytes))
                .map { SHA256Digest(hashing: $0).bytes } ?? Array("unreadable".utf8)
        }
        return SHA256Digest(hashing: text).description
    }

    /// Makes the calibration current. Its threshold is the last one that was set on its scale, or else the one that good
    /// parts alone suggest.
    private func adopt(
        _ calibration: Calibration, _ digest: SHA256Digest, _ category: String, _ key: String
    ) throws -> Threshold {
        let known = try ledger.threshold(category: category, calibration: digest)
        let threshold = try known ?? Self.suggestion(calibration, digest)
        if ledger.isReadOnly { return threshold }
        // The threshold first: a calibration without one would flag nothing.
        if known == nil { try ledger.set(threshold, category: category, calibration: digest) }
        let current = try store.current(category: category)
        guard current?.digest != digest || current?.recipeKey != key else { return threshold }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try store.adopt(
            .init(
                category: category, recipeKey: key, digest: digest, parts: calibration.parts.count,
                recipe: String(decoding: try encoder.encode(calibration.recipe), as: UTF8.self)))
        return threshold
    }

    private static func suggestion(_ calibration: Calibration, _ digest: SHA256Digest) throws -> Threshold {
        let scores = calibration.leaveOneOutScores
        guard let suggestion = try ThresholdSuggestion(goodScores: scores, target: falseRejectTarget) else {
            throw InspectionError(
                .calibration, digest.short, "has no leave-one-out scores; calibrate again with --force")
        }
        let percent = String(format: "%.1f", suggestion.certifiedRate * 100)
        return Threshold(
            value: suggestion.threshold, author: Threshold.programAuthor, time: Date(),
            reason: "from \(suggestion.count) good parts: at most \(percent) % of good parts flagged "
                + "(calibration \(digest.short))")
    }

    /// Scores that need not be computed again under a calibration.
    public func known(_ digest: SHA256Digest) -> KnownScores? { scores.map { KnownScores($0, calibration: digest) } }

    /// What is said about single parts of a category, beyond score and map. Its `describe` has still to be called, and
    /// its `cancel` before it is let go.
    public func studies(_ category: Category, _ ready: Ready) -> PartStudies {
        PartStudies(
            category: category, calibration: ready.calibration, digest: ready.digest, backbone: ready.backbone,
            cache: scores)
    }
}
