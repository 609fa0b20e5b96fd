import Detectors
import Evaluation
import Raster

/// What a curve varies.
public enum CurveVariable: Hashable, Sendable {
    /// How many good parts were learnt from.
    case calibrationParts
    /// What befell the parts that were scored.
    case perturbation(Perturbation.Kind)

    /// As files and the command line have it.
    public var name: String {
        switch self {
        case .calibrationParts: "few-shot"
        case .perturbation(let kind): kind.rawValue
        }
    }

    /// What an axis reads.
    public var axis: String {
        switch self {
        case .calibrationParts: "good parts learnt from"
        case .perturbation(let kind): kind.axis
        }
    }
}

/// One run's figures at one place of a curve.
public struct CurvePoint: Sendable {
    public let category: String
    /// What tells the methods of one comparison apart: "padim efficientnet_lite1".
    public let method: String
    public let recipe: Recipe
    public let variable: CurveVariable
    /// What stands there: `10`, `shift:4`, `none`.
    public let step: String
    /// Its place on the axis: parts, pixels, degrees, …
    public let value: Double
    public let seed: UInt64
    /// Good parts learnt from.
    public let calibrationParts: Int
    public let outcome: Outcome

    public enum Outcome: Equatable, Sendable {
        case measured(CurveFigures)
        /// Why there is nothing to measure: one printable sentence without a full stop.
        case undefined(String)
    }

    public var figures: CurveFigures? {
        if case .measured(let figures) = outcome { figures } else { nil }
    }
}

/// What scoring the labelled parts once comes to.
public struct CurveFigures: Equatable, Sendable {
    public let quality: QualityFigures
    /// At the threshold that the good parts learnt from suggest by themselves, which the parts scored do not move:
    /// shares of the good parts flagged and of the defective parts not flagged. `nil` where there is no such threshold,
    /// or no such part.
    public let falseRejects: Double?
    public let escapes: Double?
    public let goodParts: Int
    public let defectiveParts: Int
    public let notInspected: Int
}

extension CurveFigures {
    /// - Parameter labelled: parts of the category that have a label.
    init(_ evaluation: CategoryEvaluation, labelled: Int) {
        let (judged, threshold) = (evaluation.judged, evaluation.threshold)
        func share(ofDefective wanted: Bool, where holds: (Float, Float) -> Bool) -> Double? {
            let scores = judged.filter { $0.isDefective == wanted }.map(\.score)
            guard let threshold, !scores.isEmpty else { return nil }
            return Double(scores.count { holds($0, threshold) }) / Double(scores.count)
        }
        quality = evaluation.figures
        falseRejects = share(ofDefective: false, where: >=)
        escapes = share(ofDefective: true, where: <)
        goodParts = evaluation.goodParts
        defectiveParts = evaluation.defectiveParts
        notInspected = labelled - judged.count
    }
}
