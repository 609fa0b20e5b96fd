/// Area under the per-image overlap curve (Bertoldo et al. 2024, "AUPIMO: Redefining Anomaly Localization Benchmarks"):
/// for each part with an outlined defect, what share of its defect pixels is covered where next to nothing of normal
/// parts is, averaged over the logarithm of the false-positive rate between two bounds.
///
/// The rate is shared by all parts: that of the normal parts alone (those without a defect pixel), averaged over them.
public struct AUPIMO: Equatable, Sendable {
    /// How the integral is taken.
    public enum Reading: String, CaseIterable, Codable, Sendable {
        /// Every distinct score is a threshold, and the curve is cut at the bounds themselves.
        case exact
        /// 300 000 thresholds at even distances between the least and the greatest normal score, in single precision;
        /// from the rate nearest to one bound to that nearest to the other, divided by the whole distance between the
        /// bounds. What a common implementation computes; differs from `exact` by about 0.001 with many normal pixels,
        /// by much more with few.
        case linspaced = "linspaced-300k"
    }

    public struct Part: Equatable, Sendable {
        /// Its place among the parts added, from 0; those left out count too.
        public let index: Int
        /// 0...1.
        public let value: Double
    }

    /// Those with a defect pixel, in the order in which they were added.
    public let parts: [Part]
    /// The mean over them, 0...1.
    public let mean: Double

    /// The false-positive rates between which the paper integrates.
    public static let standardBounds = 1e-5...1e-4

    init(_ parts: [Part]) {
        self.parts = parts
        mean = parts.reduce(0) { $0 + $1.value } / Double(parts.count)
    }
}

extension PixelEvaluation {
    /// AUPIMO of the parts collected so far. Mutating, since it sorts as `ranking()` does, once for both.
    /// - Parameter bounds: false-positive rates, in (0, 1] and not equal.
    /// - Throws: `Undefined`: `.noNormalPart`, `.noOutlinedDefect`, `.boundNotReached`; and, of the linspaced reading,
    ///   `.equalScores`, `.coarseThresholds`.
    public mutating func aupimo(
        bounds: ClosedRange<Double> = AUPIMO.standardBounds, reading: AUPIMO.Reading = .exact
    ) throws(Undefined) -> AUPIMO {
        precondition(bounds.lowerBound > 0 && bounds.upperBound <= 1, "the bounds are false-positive rates in (0, 1]")
        precondition(bounds.lowerBound < bounds.upperBound, "the bounds must differ")
        guard !normals.isEmpty else { throw .noNormalPart }
        guard !outlined.isEmpty else { throw .noOutlinedDefect }
        sort()
        let values =
            switch reading {
            case .exact: try exactOverlaps(bounds)
            case .linspaced: try linspacedOverlaps(bounds)
            }
        return AUPIMO(zip(outlined, values).map { AUPIMO.Part(index: $0.index, value: $1) })
    }
}
