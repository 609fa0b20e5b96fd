import Network

/// Saying which pseudo-defect lies over a good part, number by number (Kobayashi et al., equations 8 and 9).
public struct DirectObjective: Objective {
    private let defects: PseudoDefects

    /// - Parameters:
    ///   - parts: good parts that the defects are put on.
    ///   - shape: of the defects: three colours, or one, which makes all pictures grey.
    ///   - normalisation: what the architecture wants of its input.
    ///   - seed: decides the order of parts, the windows and the defects.
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
    public var terms: [String] { ["loss"] }

    public func batch(at place: BatchPlace, into input: UnsafeMutableBufferPointer<Float>) throws -> any Batch {
        DirectBatch(shape: defects.shape, truths: try defects.fill(place, input))
    }

    private struct DirectBatch: Batch {
        let shape: MixtureShape
        let truths: [GaussianMixture]

        func losses(
            outputs: UnsafeBufferPointer<Float>, features: UnsafeBufferPointer<Float>,
            outputGradient: UnsafeMutableBufferPointer<Float>, featureGradient: UnsafeMutableBufferPointer<Float>
        ) -> [Double] {
            [
                MixtureAnswers.mean(outputs, shape: shape, gradient: outputGradient) { i, prediction in
                    DirectLoss.value(prediction, truths[i])
                }
            ]
        }
    }
}
