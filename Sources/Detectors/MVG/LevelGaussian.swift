import COpenBLAS
import Network

/// What good parts are like at one level, and how far another is from them.
public struct LevelGaussian: Sendable {
    public let level: String
    /// One for each channel.
    let mean: [Double]
    let form: Form
    /// Dimensions in which the distance is measured.
    public let dimensions: Int
    /// How far the covariance was shrunk, 0…1; `nil` where it was not.
    public let shrinkage: Double?

    enum Form: Sendable {
        /// d² = Σ wᵢ yᵢ², with y the departure from the mean.
        case channels(weights: [Double])
        /// d² = Σ (wₖ − w₀) (aₖ · y)² + w₀ ‖y‖², with unit vectors a, axes × channels, and w₀ for the directions that
        /// are none of them.
        case axes([Double], weights: [Double], others: Double)
    }

    init(level: String, mean: [Double], form: Form, dimensions: Int, shrinkage: Double? = nil) {
        self.level = level
        self.mean = mean
        self.form = form
        self.dimensions = dimensions
        self.shrinkage = shrinkage
    }

    public var channels: Int { mean.count }

    /// How far a part's features are from those of good parts. It is no number where one of them is none.
    /// - Precondition: `part` has a value for each channel.
    public func distance(_ part: UnsafeBufferPointer<Float>) -> Double {
        precondition(part.count == channels)
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: channels) { departure in
            for c in 0..<channels { departure[c] = Double(part[c]) - mean[c] }
            return squared(departure).squareRoot()
        }
    }

    private func squared(_ departure: UnsafeMutableBufferPointer<Double>) -> Double {
        switch form {
        case .channels(let weights):
            var sum = 0.0
            // A dead channel has no weight, but what is no number must show all the same.
            for c in 0..<channels { sum += weights[c] * departure[c] * departure[c] }
            return sum
        case .axes(let axes, let weights, let others):
            var sum = 0.0
            for c in 0..<channels { sum += departure[c] * departure[c] }
            sum = others == 0 ? 0 * sum : others * sum
            guard !weights.isEmpty else { return sum }
            ComputeThreads.limitLinearAlgebra
            return withUnsafeTemporaryAllocation(of: Double.self, capacity: weights.count) { places in
                cblas_dgemv(
                    CblasRowMajor, CblasNoTrans, Int32(weights.count), Int32(channels), 1, axes, Int32(channels),
                    departure.baseAddress, 1, 0, places.baseAddress, 1)
                for k in 0..<weights.count { sum += (weights[k] - others) * places[k] * places[k] }
                // Not `max`, which would pass over what is no number.
                return sum < 0 ? 0 : sum
            }
        }
    }
}
