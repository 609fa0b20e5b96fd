/// How far a predicted pseudo-defect is from the true one, number by number (equations 8 and 9): each true component is
/// compared with the prediction that is nearest to it in all its numbers, one prediction may serve several, the first
/// of equals is taken. The squared differences are averaged over a component's numbers, and those means, with the squared
/// difference of the strengths, over K + 1.
public enum DirectLoss {
    /// The loss and its slope for each number of `prediction`; which is nearest is taken as fixed.
    public static func value(
        _ prediction: GaussianMixture, _ truth: GaussianMixture
    ) -> (loss: Double, slopes: [Double]) {
        precondition(prediction.shape == truth.shape)
        let (count, length) = (truth.shape.components, truth.shape.stride)
        let share = 1 / Double(count + 1)
        var slopes = [Double](repeating: 0, count: truth.values.count)
        var sum = 0.0
        prediction.values.withUnsafeBufferPointer { predicted in
            truth.values.withUnsafeBufferPointer { true_ in
                for k in 0..<count {
                    var (least, nearest) = (Double.infinity, 0)
                    for l in 0..<count {
                        var distance = 0.0
                        for i in 0..<length {
                            let difference = predicted[l * length + i] - true_[k * length + i]
                            distance += difference * difference
                        }
                        if distance < least { (least, nearest) = (distance, l) }
                    }
                    sum += least / Double(length)
                    for i in 0..<length {
                        let difference = predicted[nearest * length + i] - true_[k * length + i]
                        slopes[nearest * length + i] += 2 * share / Double(length) * difference
                    }
                }
            }
        }
        let strength = prediction.strength - truth.strength
        sum += strength * strength
        slopes[slopes.count - 1] = 2 * share * strength
        return (sum * share, slopes)
    }
}
