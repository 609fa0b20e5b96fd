/// All pixels of an evaluation in order, and the figures and curves that follow. Holds 40 bytes for each distinct score
/// of a defect pixel.
public struct PixelRanking: Equatable, Sendable {
    /// Defect pixels are the positives; the negatives are all pixels outside defects, those of defective parts included.
    public let ranking: Ranking
    /// At each step of `ranking`: the share of a region with a score `>=` the threshold, averaged over the regions.
    public let overlaps: [Double]
    /// 8-connected regions of all masks.
    public let regions: Int
    /// Parts that count, and defective parts left out because nobody outlined their defect.
    public let parts: Int
    public let leftOut: Int

    /// Area under the pixel ROC curve, 0...1; `nil` unless there are defect pixels and normal ones.
    public func auroc() -> Double? { ranking.auroc() }

    /// Area under the per-region overlap curve up to a false-positive rate of `limit`, divided by `limit`, 0...1;
    /// `nil` where there is no region or no normal pixel.
    /// - Precondition: `0 < limit <= 1`.
    public func aupro(limit: Double = 0.3) -> Double? { pro()?.area(limit: limit) }

    public func averagePrecision() -> Double? { ranking.averagePrecision() }
    public func bestF1() -> BestF1? { ranking.bestF1() }

    public func roc() -> ROC? { ROC(ranking) }
    public func precisionRecall() -> PrecisionRecall? { PrecisionRecall(ranking) }
    public func pro() -> PRO? { PRO(ranking, overlaps: overlaps) }
}

extension PixelEvaluation {
    /// Ranks what was collected so far. Mutating, so that the pixels are sorted where they lie; it changes nothing else,
    /// and more parts may be added afterwards.
    public mutating func ranking() -> PixelRanking {
        sort()
        let ranking = Ranking(
            ascendingPositives: defects.lazy.map { UInt32(truncatingIfNeeded: $0 >> 32) },
            ascendingNegatives: normals.values.map(\.keys) + [surroundings])
        return PixelRanking(
            ranking: ranking, overlaps: Self.overlaps(ranking, defects, regionSizes), regions: regionSizes.count,
            parts: parts, leftOut: leftOut)
    }

    /// Walks the defect pixels from the highest score down; each covers its share of its region.
    private static func overlaps(_ ranking: Ranking, _ ascending: [UInt64], _ regionSizes: [Int]) -> [Double] {
        let shares = regionSizes.map { 1 / (Double($0) * Double(regionSizes.count)) }
        var overlap = CompensatedSum()
        var cursor = ascending.count
        return ranking.steps.map { step in
            let end = ascending.count - step.truePositives
            while cursor > end {
                cursor -= 1
                overlap.add(shares[Int(truncatingIfNeeded: ascending[cursor] & 0xFFFF_FFFF)])
            }
            return overlap.value
        }
    }
}
