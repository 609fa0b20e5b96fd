import Foundation

/// One figure over several seeds or categories: mean ± standard error.
public struct SampleFigure: Equatable, Sendable, CustomStringConvertible {
    /// Those that are defined, in the order given.
    public let values: [Double]
    /// How many were undefined and take no part.
    public let undefined: Int

    public init(_ figures: some Sequence<Double?>) {
        var values: [Double] = []
        var undefined = 0
        for figure in figures {
            if let figure { values.append(figure) } else { undefined += 1 }
        }
        (self.values, self.undefined) = (values, undefined)
    }

    public var count: Int { values.count }

    /// `nil` where there is no value.
    public var mean: Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(count)
    }

    /// Of one value, divisor n − 1; `nil` for fewer than two.
    public var standardDeviation: Double? {
        guard let mean, count >= 2 else { return nil }
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)).squareRoot()
    }

    /// Of the mean: s / √n; `nil` for fewer than two.
    public var standardError: Double? { standardDeviation.map { $0 / Double(count).squareRoot() } }

    /// "0.912 ± 0.004", "0.912" for one value, "–" for none.
    public func text(decimals: Int = 3) -> String {
        guard let mean else { return "–" }
        let text = String(format: "%.\(decimals)f", mean)
        return standardError.map { text + String(format: " ± %.\(decimals)f", $0) } ?? text
    }

    public var description: String { text() }
}
