import Network

/// Telling the classes of labelled pictures apart: softmax cross-entropy.
///
/// Every class is shown equally often, and of each class every picture equally often, in random order.
public struct ClassificationObjective: Objective {
    private let images: LabelledImages
    private let augmentation: Augmentation
    private let normalisation: Architecture.Normalisation
    private let loss: SoftmaxCrossEntropy
    private let seed: UInt64
    private let order: SampleOrder

    /// - Parameters:
    ///   - normalisation: what the architecture wants of its input.
    ///   - smoothing: of labels, in 0..<1.
    ///   - seed: decides the order of pictures, the windows and the tones.
    public init(
        images: LabelledImages, augmentation: Augmentation = .strong, normalisation: Architecture.Normalisation,
        smoothing: Float = 0, seed: UInt64
    ) {
        self.images = images
        self.augmentation = augmentation
        self.normalisation = normalisation
        loss = SoftmaxCrossEntropy(smoothing: smoothing)
        self.seed = seed
        order = SampleOrder(seed: seed, classes: images.members)
    }

    /// One for each class.
    public var outputs: Int { images.classes.count }
    public var terms: [String] { ["loss", "accuracy"] }

    public func batch(at place: BatchPlace, into input: UnsafeMutableBufferPointer<Float>) throws -> any Batch {
        let labels = try fill(place, count: place.count, input)
        return Labelled(labels: labels, classes: outputs, loss: loss)
    }

    /// Fills the first `count` samples of a shard.
    /// - Returns: their labels.
    func fill(
        _ place: BatchPlace, count: Int, _ input: UnsafeMutableBufferPointer<Float>
    ) throws -> [Int] {
        let area = place.width * place.height
        precondition(count <= place.count && input.count >= 3 * area * count)
        guard let base = input.baseAddress else { return [] }
        var labels: [Int] = []
        for i in 0..<count {
            let sample = place.sample(i, of: count)
            let picture = order.picture(sample)
            var random = SeededRandom(seed: seed, 3, UInt64(sample))
            let planes = base + 3 * area * i
            try images.crop(
                picture, width: place.width, height: place.height, augmentation: augmentation, random: &random,
                into: planes)
            normalisation.apply(planes, count: area)
            labels.append(images.label(of: picture))
        }
        return labels
    }

    private struct Labelled: Batch {
        let labels: [Int]
        let classes: Int
        let loss: SoftmaxCrossEntropy

        func losses(
            outputs: UnsafeBufferPointer<Float>, features: UnsafeBufferPointer<Float>,
            outputGradient: UnsafeMutableBufferPointer<Float>, featureGradient: UnsafeMutableBufferPointer<Float>
        ) -> [Double] {
            precondition(outputs.count == labels.count * classes && outputGradient.count == outputs.count)
            guard let logits = outputs.baseAddress, let gradient = outputGradient.baseAddress else { return [0, 0] }
            let (mean, accuracy) = loss.losses(logits, labels: labels, classes: classes, gradient: gradient)
            return [mean, accuracy]
        }
    }
}
