/// How far features of good parts stand from their own mean: pulling them together makes a Gaussian of good parts
/// narrow (Kobayashi & Hashimoto, equation 1).
///
/// L = 1/n Σᵢ ‖fᵢ − f̄‖, with f̄ the mean of the mini-batch. The distance is not squared, the gradient flows through the mean
/// too, and a feature right at the mean has gradient 0 of its own.
public enum CentringLoss {
    /// - Parameters:
    ///   - features: count × length.
    ///   - weight: what the gradient, not the loss, is multiplied by.
    ///   - gradient: shaped like `features`; added to.
    /// - Returns: the loss; 0 for fewer than two features.
    public static func loss(
        _ features: UnsafePointer<Float>, count: Int, length: Int, weight: Float = 1,
        gradient: UnsafeMutablePointer<Float>
    ) -> Double {
        guard count > 1, length > 0 else { return 0 }
        // Doubles, so that equal features have their mean exactly where they are.
        var mean = [Double](repeating: 0, count: length)
        for i in 0..<count { for d in 0..<length { mean[d] += Double(features[i * length + d]) } }
        for d in 0..<length { mean[d] /= Double(count) }
        var (loss, pull) = (0.0, [Double](repeating: 0, count: length))
        let each = Double(weight) / Double(count)
        for i in 0..<count {
            let (feature, out) = (features + i * length, gradient + i * length)
            var (square, size) = (0.0, 0.0)
            for d in 0..<length {
                let apart = Double(feature[d]) - mean[d]
                square += apart * apart
                size += Double(feature[d]) * Double(feature[d])
            }
            // What is left of a division that does not come out even is no direction.
            guard square > 1e-28 * size else { continue }
            let distance = square.squareRoot()
            loss += distance
            for d in 0..<length {
                let unit = (Double(feature[d]) - mean[d]) / distance
                out[d] += Float(each * unit)
                pull[d] += unit
            }
        }
        for d in 0..<length {
            let share = Float(each * pull[d] / Double(count))
            for i in 0..<count { gradient[i * length + d] -= share }
        }
        return loss / Double(count)
    }
}
