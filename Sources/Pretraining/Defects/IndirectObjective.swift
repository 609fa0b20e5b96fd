import Network

/// Naming a pseudo-defect that makes the same picture as the one that lies over a good part (Kobayashi et al., equations
/// 10 and 11): which component does what is the network's own affair.
public struct IndirectObjective: Objective {
    private let defects: PseudoDefects

    /// - Parameters: as `DirectObjective`.
    public init(
        parts: PartImages, shape: MixtureShape = .paper, ranges: MixtureRanges = .standard,
        augmentation: Augmentation = .gentle, normalisation: Architecture.Normalisation, seed: UInt64
    ) {
        defects = PseudoDefects(
            parts: parts, shape: shape, ranges: ranges, augmentation: augmentation, normalisation: normalisation,
            seed: seed)
    }

    /// K(C + 6) + 1.
    public var outputs: Int { defects.shape.count }
    /// The second is the share of the defects that stays unexplained: 1 for an answer as good as "no defect".
    public var terms: [String] { ["loss", "unexplained"] }

    public func batch(at place: BatchPlace, into input: UnsafeMutableBufferPointer<Float>) throws -> any Batch {
        let batch = IndirectBatch(place, defects.shape)
        try batch.fill(defects, input)
        return batch
    }
}

/// Keeps each sample's two pictures.
private final class IndirectBatch: Batch {
    private let place: BatchPlace
    private let shape: MixtureShape
    /// Numbers of one picture.
    private let length: Int
    /// For each sample the normal picture, then the defective one.
    private let pictures: UnsafeMutablePointer<Float>

    init(_ place: BatchPlace, _ shape: MixtureShape) {
        self.place = place
        self.shape = shape
        length = shape.colours * place.width * place.height
        pictures = .allocate(capacity: 2 * length * place.count)
    }

    deinit { pictures.deallocate() }

    func fill(_ defects: PseudoDefects, _ input: UnsafeMutableBufferPointer<Float>) throws {
        _ = try defects.fill(place, input, pictures: pictures)
    }

    func losses(
        outputs: UnsafeBufferPointer<Float>, features: UnsafeBufferPointer<Float>,
        outputGradient: UnsafeMutableBufferPointer<Float>, featureGradient: UnsafeMutableBufferPointer<Float>
    ) -> [Double] {
        let canvas = MixtureCanvas(width: place.width, height: place.height, colours: shape.colours)
        let mean = MixtureAnswers.mean(
            outputs, shape: shape, gradient: outputGradient
        ) { i, prediction in
            let normal = pictures + 2 * i * length
            return IndirectLoss.value(prediction, normal: normal, target: normal + length, on: canvas)
        }
        return [mean, mean / defects()]
    }

    /// What an answer of strength 0 would lose: the mean squared difference of the pictures.
    private func defects() -> Double {
        var sum = 0.0
        for i in 0..<place.count {
            let normal = pictures + 2 * i * length
            let defective = normal + length
            var squares: Float = 0
            for j in 0..<length {
                let difference = normal[j] - defective[j]
                squares += difference * difference
                if j & 4095 == 4095 {
                    sum += Double(squares)
                    squares = 0
                }
            }
            sum += Double(squares)
        }
        return max(sum / Double(length * place.count), .leastNormalMagnitude)
    }
}
