import Foundation
import Inspection

/// What there is to know for setting thresholds.
public enum TuneNews: Equatable, Sendable {
    /// The scores of the good parts that were learnt from, each as if it had been left out.
    case calibrationScores(category: String, [Float])
    /// The live threshold for the pixels of maps; `nil` where nobody has set one.
    case pixelThreshold(category: String, Threshold?)
    /// It could not be stored; the text is one printable sentence.
    case pixelThresholdRefused(category: String, String)
    /// When today began.
    case today(Date)
}

/// What is to be done for setting thresholds.
public enum TuneOrder: Equatable, Sendable {
    /// Make `value` the live threshold of pixels; answered by `.pixelThreshold` or `.pixelThresholdRefused`.
    case commitPixelThreshold(category: String, value: Float, reason: String)
}
