import Foundation

/// The learning rate of each step.
public struct RateSchedule: Codable, Equatable, Sendable {
    public enum Shape: Codable, Equatable, Sendable {
        case constant
        /// Half a cosine from the full rate to none after the last step (Loshchilov & Hutter 2017, equation 5, one cycle).
        case cosine
        /// Times `factor` from each of the milestones on.
        case steps(milestones: [Int], factor: Double)
    }

    public var shape: Shape
    /// The full rate, reached at the end of the warm-up.
    public var rate: Double
    /// First steps, in which the rate rises in equal parts to the full one (Goyal et al. 2017, section 2.2).
    public var warmUp: Int
    /// Steps of the whole training, the warm-up among them.
    public var total: Int

    public init(_ shape: Shape, rate: Double, warmUp: Int = 0, total: Int) {
        self.shape = shape
        self.rate = rate
        self.warmUp = warmUp
        self.total = total
    }

    /// The rate of step `step`, counted from 0: that of the step after which `step` + 1 are done.
    public func rate(at step: Int) -> Double {
        if step < warmUp { return rate * Double(step + 1) / Double(warmUp) }
        switch shape {
        case .constant: return rate
        case .cosine:
            let length = max(1, total - warmUp)
            let progress = min(1, Double(step - warmUp) / Double(length))
            return rate * (0.5 + 0.5 * cos(.pi * progress))
        case .steps(let milestones, let factor):
            return rate * pow(factor, Double(milestones.count { $0 <= step }))
        }
    }

    /// What cannot be meant, in a sentence; `nil` where all is well.
    public var fault: String? {
        guard rate.isFinite, rate > 0 else { return "the learning rate is positive" }
        guard total > 0 else { return "a training has at least one step" }
        guard (0..<total).contains(warmUp) else { return "the warm-up is shorter than the training" }
        if case .steps(let milestones, let factor) = shape {
            guard zip(milestones, milestones.dropFirst()).allSatisfy({ $0 < $1 }) else { return "milestones rise" }
            guard factor.isFinite, factor > 0 else { return "the factor at milestones is positive" }
        }
        return nil
    }
}
