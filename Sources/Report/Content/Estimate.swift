import Evaluation

/// A figure over several runs, or the reason why there is none.
public struct Estimate: Sendable, Equatable {
    public let sample: SampleFigure
    private let otherwise: String

    /// - Parameter reason: why there is no figure, if no run has one: a few words without a full stop, such as those of
    ///   `Undefined`.
    public init(_ sample: SampleFigure, otherwise reason: String) {
        self.sample = sample
        otherwise = reason
    }

    /// - Parameter runs: the figure of each run, `nil` where it is undefined.
    public init(runs: some Sequence<Double?>, otherwise reason: String) {
        self.init(SampleFigure(runs.map { $0.flatMap { $0.isFinite ? $0 : nil } }), otherwise: reason)
    }

    /// A figure that has no value.
    public static func undefined(_ reason: String) -> Estimate { Estimate(SampleFigure([]), otherwise: reason) }

    public var mean: Double? { sample.mean.flatMap { $0.isFinite ? $0 : nil } }

    /// Of the mean over the runs; `nil` for fewer than two.
    public var standardError: Double? { mean == nil ? nil : sample.standardError.flatMap { $0.isFinite ? $0 : nil } }

    /// How many runs the mean is of; 0 where it is undefined.
    public var runs: Int { mean == nil ? 0 : sample.count }

    /// Why there is no figure; `nil` where there is one.
    public var reason: String? { mean == nil ? otherwise : nil }
}
