import Network

/// Random windows of good parts with random pseudo-defects over them: what a network is shown in semi-formula-driven
/// pre-training.
struct PseudoDefects: Sendable {
    private let parts: PartImages
    let shape: MixtureShape
    private let ranges: MixtureRanges
    private let augmentation: Augmentation
    private let normalisation: Architecture.Normalisation
    private let seed: UInt64
    private let order: SampleOrder

    /// - Precondition: three colours, or one for grey.
    init(
        parts: PartImages, shape: MixtureShape, ranges: MixtureRanges, augmentation: Augmentation,
        normalisation: Architecture.Normalisation, seed: UInt64
    ) {
        precondition(shape.colours == 1 || shape.colours == 3)
        self.parts = parts
        self.shape = shape
        self.ranges = ranges
        self.augmentation = augmentation
        self.normalisation = normalisation
        self.seed = seed
        order = SampleOrder(seed: seed, count: parts.count)
    }

    /// The pseudo-defects of a shard.
    /// - Parameters:
    ///   - input: the defective pictures, as the network wants them.
    ///   - pictures: receives for each sample the normal picture, then the defective one, each colours × height × width in
    ///     −1…1, if given.
    func fill(
        _ place: BatchPlace, _ input: UnsafeMutableBufferPointer<Float>,
        pictures: UnsafeMutablePointer<Float>? = nil
    ) throws -> [GaussianMixture] {
        let area = place.width * place.height
        precondition(input.count >= 3 * area * place.count)
        guard let base = input.baseAddress else { return [] }
        let canvas = MixtureCanvas(width: place.width, height: place.height, colours: shape.colours)
        let length = shape.colours * area
        var truths: [GaussianMixture] = []
        for i in 0..<place.count {
            let sample = place.sample(i, of: place.count)
            var random = SeededRandom(seed: seed, 5, UInt64(sample))
            let truth = ranges.draw(shape, from: &random)
            let planes = base + 3 * area * i
            try parts.crop(
                order.picture(sample), width: place.width, height: place.height, augmentation: augmentation,
                random: &random, into: planes)
            Self.centre(planes, area: area, colours: shape.colours)
            if let pictures { (pictures + 2 * i * length).update(from: planes, count: length) }
            canvas.draw(truth)
            canvas.blend(planes, into: planes)
            if let pictures { (pictures + (2 * i + 1) * length).update(from: planes, count: length) }
            Self.greyLevels(planes, area: area, colours: shape.colours)
            normalisation.apply(planes, count: area)
            truths.append(truth)
        }
        return truths
    }

    /// Grey levels to −1…1; for one colour the first plane receives the picture's grey (ITU-R BT.601).
    private static func centre(_ planes: UnsafeMutablePointer<Float>, area: Int, colours: Int) {
        if colours == 1 {
            for i in 0..<area {
                planes[i] = 0.299 * planes[i] + 0.587 * planes[area + i] + 0.114 * planes[2 * area + i]
            }
        }
        for i in 0..<colours * area { planes[i] = planes[i] / 127.5 - 1 }
    }

    /// And back; one colour is copied to all three planes.
    private static func greyLevels(_ planes: UnsafeMutablePointer<Float>, area: Int, colours: Int) {
        for i in 0..<colours * area { planes[i] = (planes[i] + 1) * 127.5 }
        if colours == 1 {
            (planes + area).update(from: planes, count: area)
            (planes + 2 * area).update(from: planes, count: area)
        }
    }
}
