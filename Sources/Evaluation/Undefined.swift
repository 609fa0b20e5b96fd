/// Why a figure has no value. The raw value is the word for it that tables and reports print.
public enum Undefined: String, Error, CaseIterable, Codable, Sendable, CustomStringConvertible {
    /// No score of a good part: nothing to leave alone.
    case noGoodPart = "no good part"
    /// No score of a defective part: nothing to find.
    case noDefectivePart = "no defective part"
    /// The detector scores whole parts and makes no map.
    case noMap = "no map"
    /// No pixel outside defects.
    case noNormalPixel = "no normal pixel"
    /// No pixel inside a defect: nobody outlined one.
    case noOutlinedDefect = "no outlined defect"
    /// No part without a defect pixel, whose false alarms AUPIMO counts.
    case noNormalPart = "no normal part"
    /// The lowest false-positive rate above 0 lies over the lower bound of AUPIMO: it takes 1 / bound normal pixels,
    /// 100 000 for the usual 1e-5, and that not all of the highest are equal.
    case boundNotReached = "too few normal pixels"
    /// All normal scores are equal, so no thresholds lie between them.
    case equalScores = "equal scores"
    /// Thresholds at even distances are too coarse for the range of rates asked for.
    case coarseThresholds = "too few thresholds"

    public var description: String { rawValue }
}
