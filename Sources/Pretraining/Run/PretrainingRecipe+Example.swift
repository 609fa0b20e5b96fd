extension PretrainingRecipe {
    /// A commented recipe that sets what is the default anyway, but for its folders.
    public static func example(_ task: Task) -> String {
        let standard = PretrainingRecipe(task, name: "trunk", folder: "")
        let optimiser = standard.optimiser
        var text = """
            # \(about(task))
            # Every line but the objective and the folders may be left out. Paths are meant from this file's folder.
            # touchstone pretrain RECIPE.toml

            objective = "\(task.rawValue)"
            # The same seed, recipe and pictures give the same checkpoint, byte for byte, on the same machine.
            seed = \(standard.seed)
            # touchstone backbone import --help lists architectures. Those with squeeze-and-excitation cannot be taught.
            architecture = "\(standard.architecture)"
            # "random", or the name or file of a backbone to begin with.
            start = "random"
            # Sides of a sample in pixels, samples of a step, and into how many threads a step's samples are cut.
            size = \(standard.size)
            batch = \(standard.batch)
            shards = \(standard.shards)
            steps = \(standard.steps)
            # "auto" is bf16 where the processor computes it natively, else f32.
            precision = "auto"
            # The head reads the last features averaged to so many cells on each side.
            head-grid = \(standard.headGrid)
            # The state is saved each time so many steps are done.
            checkpoint-every = \(standard.checkpointEvery)
            # For the record: the licence of what comes of it, and words on what it learnt from.
            licence = "unknown"
            # source = "photographs of our own line"

            [optimiser]
            # "adam" (with decoupled weight decay) or "sgd" (with momentum = 0.9).
            kind = "\(optimiser.kind.rawValue)"
            rate = \(optimiser.rate)
            # "constant", "cosine", or "steps" with milestones = [1000, 2000] and factor = 0.1.
            schedule = "\(optimiser.schedule.rawValue)"
            # Steps in which the rate rises from nothing.
            warm-up = \(optimiser.warmUp)
            weight-decay = \(optimiser.weightDecay)
            # Gradients longer than this are shortened to it; 0 for none.
            clip = 0

            """
        if task.needsParts { text += Self.parts }
        if task.needsClasses { text += Self.classes }
        if task.drawsDefects { text += Self.defects(standard.defects) }
        if task == .centring { text += Self.centring(standard.centring) }
        text += "\n# How a picture is varied each time it is shown.\n[augmentation]\n"
        text += Self.lines(standard.augmentation)
        if task == .centring {
            text += "\n# The same for the target parts.\n[target-augmentation]\n"
            text += Self.lines(standard.targetAugmentation)
        }
        return text
    }

    private static func about(_ task: Task) -> String {
        switch task {
        case .direct: "Teaches a backbone to tell where pseudo-defects were drawn on good parts, and how."
        case .indirect: "Teaches a backbone to draw the pseudo-defects that it sees on good parts once more."
        case .centring: "Teaches a backbone to tell classes apart, and to see good parts as alike as it can."
        case .classification: "Teaches a backbone to tell classes apart."
        }
    }

    private static let parts = """

        [parts]
        # Good parts. Of a category (train/good, test, ...) only train/good is read.
        folders = ["parts"]

        """

    private static let classes = """

        [classes]
        # Every folder in this one is a class.
        folder = "classes"
        # How much of its certainty a picture's class gives to the others.
        smoothing = 0.0

        """

    private static func defects(_ defects: Defects) -> String {
        """

        [defects]
        # Gaussians that make a defect, and their colours: 1 for grey, 3 for RGB.
        components = \(defects.components)
        colours = \(defects.colours)
        # Of each Gaussian, in halves of the picture; of a defect, how much of the picture it replaces at most.
        widths = [\(defects.ranges.width.lowerBound), \(defects.ranges.width.upperBound)]
        strengths = [\(defects.ranges.strength.lowerBound), \(defects.ranges.strength.upperBound)]
        # How far the Gaussians of one defect lie from its centre at most, in halves of the picture; else anywhere.
        # spread = 0.5
        # Whether wide Gaussians are as strong as narrow ones.
        even-peaks = \(defects.ranges.evenPeaks)

        """
    }

    private static func centring(_ centring: Centring) -> String {
        """

        [centring]
        # The weight of the centring loss beside that of the classes, and the share of target parts in a batch.
        lambda = \(centring.lambda)
        share = \(centring.share)

        """
    }
}
