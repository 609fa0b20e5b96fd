/// A head's answers for a shard as pseudo-defects.
enum MixtureAnswers {
    /// The mean of a loss over the samples, and its gradient for the answers. Answers that are not numbers give a loss that
    /// is none, whatever the head would make of them.
    /// - Parameters:
    ///   - answers: one after the other, as many numbers as the shapes have.
    ///   - loss: of a sample's prediction, with its slopes.
    static func mean(
        _ answers: UnsafeBufferPointer<Float>, shape: MixtureShape,
        gradient: UnsafeMutableBufferPointer<Float>,
        loss: (_ sample: Int, _ prediction: GaussianMixture) -> (loss: Double, slopes: [Double])
    ) -> Double {
        let count = answers.count / shape.count
        precondition(answers.count == count * shape.count && gradient.count == answers.count)
        let head = MixtureHead(shape)
        var sum = 0.0
        for i in 0..<count {
            let raw = UnsafeBufferPointer(rebasing: answers[i * shape.count..<(i + 1) * shape.count])
            guard raw.allSatisfy(\.isFinite) else {
                for j in raw.indices { gradient[i * shape.count + j] = .nan }
                sum = .nan
                continue
            }
            let prediction = head.mixture(raw)
            var (value, slopes) = loss(i, prediction)
            head.pullBack(&slopes, through: prediction)
            for (j, slope) in slopes.enumerated() { gradient[i * shape.count + j] = Float(slope / Double(count)) }
            sum += value
        }
        return sum / Double(count)
    }
}
