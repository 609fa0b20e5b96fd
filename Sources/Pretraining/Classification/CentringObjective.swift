import Network

/// Telling classes apart while features of good target parts are pulled together: L = L_class + λ · L_center
/// (Kobayashi & Hashimoto).
///
/// A shard's first samples are of the classes, the rest are target parts; each part's losses are means over its own
/// samples. The mean that targets are pulled to is that of the shard.
public struct CentringObjective: Objective {
    private let classification: ClassificationObjective
    private let targets: PartImages
    private let targetAugmentation: Augmentation
    private let targetShare: Double
    private let normalisation: Architecture.Normalisation
    private let lambda: Float
    private let loss: SoftmaxCrossEntropy
    private let seed: UInt64
    private let order: SampleOrder

    /// - Parameters:
    ///   - lambda: what the centring loss is worth beside the classification's. The paper does not give it.
    ///   - targetShare: of a shard's samples, in 0...1; two at least are targets, and one at least is of a class.
    ///   - normalisation: what the architecture wants of its input.
    ///   - smoothing: of labels, in 0..<1.
    public init(
        images: LabelledImages, targets: PartImages, lambda: Double = 0.1, targetShare: Double = 0.5,
        augmentation: Augmentation = .strong, targetAugmentation: Augmentation = .gentle,
        normalisation: Architecture.Normalisation, smoothing: Float = 0, seed: UInt64
    ) {
        classification = ClassificationObjective(
            images: images, augmentation: augmentation, normalisation: normalisation, smoothing: smoothing, seed: seed)
        self.targets = targets
        self.targetAugmentation = targetAugmentation
        self.targetShare = targetShare
        self.normalisation = normalisation
        self.lambda = Float(lambda)
        loss = SoftmaxCrossEntropy(smoothing: smoothing)
        self.seed = seed
        order = SampleOrder(seed: seed ^ 0x7461_7267_6574, count: targets.count)
    }

    /// One for each class.
    public var outputs: Int { classification.outputs }
    public var terms: [String] { ["loss", "class", "centre", "accuracy"] }

    /// How many of a shard's samples are targets: the last ones.
    /// - Throws: `PretrainingError.recipe` for shards that are too small.
    public func targetCount(of count: Int) throws(PretrainingError) -> Int {
        guard count >= 3 else {
            throw PretrainingError(
                .recipe, "batch",
                "\(count) samples on each core are too few for a sample of a class and two good parts; give 3 or more")
        }
        return min(max(2, Int((Double(count) * targetShare).rounded())), count - 1)
    }

    public func batch(at place: BatchPlace, into input: UnsafeMutableBufferPointer<Float>) throws -> any Batch {
        let targetCount = try targetCount(of: place.count)
        let labels = try classification.fill(place, count: place.count - targetCount, input)
        let area = place.width * place.height
        if let base = input.baseAddress {
            for i in 0..<targetCount {
                let sample = place.sample(i, of: targetCount)
                var random = SeededRandom(seed: seed, 4, UInt64(sample))
                let planes = base + 3 * area * (labels.count + i)
                try targets.crop(
                    order.picture(sample), width: place.width, height: place.height,
                    augmentation: targetAugmentation, random: &random, into: planes)
                normalisation.apply(planes, count: area)
            }
        }
        return CentredBatch(labels: labels, targets: targetCount, classes: outputs, lambda: lambda, loss: loss)
    }
}

/// Samples of classes, then target parts.
public struct CentredBatch: Batch {
    private let labels: [Int]
    private let targets: Int
    private let classes: Int
    private let lambda: Float
    private let loss: SoftmaxCrossEntropy

    public init(labels: [Int], targets: Int, classes: Int, lambda: Float, loss: SoftmaxCrossEntropy) {
        self.labels = labels
        self.targets = targets
        self.classes = classes
        self.lambda = lambda
        self.loss = loss
    }

    /// Targets have no class, so no gradient goes to their outputs.
    public func losses(
        outputs: UnsafeBufferPointer<Float>, features: UnsafeBufferPointer<Float>,
        outputGradient: UnsafeMutableBufferPointer<Float>, featureGradient: UnsafeMutableBufferPointer<Float>
    ) -> [Double] {
        let count = labels.count + targets
        let length = features.count / count
        precondition(outputs.count == count * classes && features.count == count * length)
        precondition(outputGradient.count == outputs.count && featureGradient.count == features.count)
        guard let logits = outputs.baseAddress, let outputs = outputGradient.baseAddress,
            let features = features.baseAddress, let gradient = featureGradient.baseAddress
        else { return [0, 0, 0, 0] }
        let (own, accuracy) = loss.losses(logits, labels: labels, classes: classes, gradient: outputs)
        let first = labels.count * length
        let centre = CentringLoss.loss(
            features + first, count: targets, length: length, weight: lambda, gradient: gradient + first)
        return [own + Double(lambda) * centre, own, centre, accuracy]
    }
}
