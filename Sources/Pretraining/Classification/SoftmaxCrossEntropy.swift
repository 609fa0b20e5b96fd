import Foundation

/// Mean cross-entropy of the softmax of logits against classes.
public struct SoftmaxCrossEntropy: Sendable {
    /// This share of each target is spread evenly over all classes (Szegedy et al. 2016, section 7), in 0..<1.
    public let smoothing: Float

    public init(smoothing: Float = 0) { self.smoothing = smoothing }

    /// - Parameters:
    ///   - logits: labels.count × classes.
    ///   - gradient: shaped like `logits`; filled with the loss's, for the mean over the samples.
    /// - Returns: the mean loss, and the share of samples whose own class has the largest logit: a tie with a class
    ///   before it counts as wrong, so that a network that answers the same for all has no luck.
    public func losses(
        _ logits: UnsafePointer<Float>, labels: [Int], classes: Int, gradient: UnsafeMutablePointer<Float>
    ) -> (loss: Double, accuracy: Double) {
        guard !labels.isEmpty else { return (0, 0) }
        let even = smoothing / Float(classes)
        let each = 1 / Float(labels.count)
        var (loss, right) = (0.0, 0)
        for (i, label) in labels.enumerated() {
            let (row, out) = (logits + i * classes, gradient + i * classes)
            var best = 0
            for k in 1..<classes where row[k] > row[best] { best = k }
            if best == label { right += 1 }
            var sum: Float = 0
            var spread: Double = 0
            for k in 0..<classes {
                out[k] = expf(row[k] - row[best])
                sum += out[k]
                spread += Double(row[k] - row[best])
            }
            let partition = log(Double(sum))
            let own = partition - Double(row[label] - row[best])
            loss += Double(1 - smoothing) * own + Double(even) * (Double(classes) * partition - spread)
            for k in 0..<classes { out[k] = (out[k] / sum - even) * each }
            out[label] -= (1 - smoothing) * each
        }
        return (loss / Double(labels.count), Double(right) / Double(labels.count))
    }
}
