import Network
import SystemPackage

/// What decides a training, and with it every byte of the checkpoint that comes of it: read from a TOML file, with
/// defaults for what that leaves out.
public struct PretrainingRecipe: Equatable, Sendable {
    /// What the network is taught.
    public enum Task: String, CaseIterable, Sendable {
        /// Where pseudo-defects were drawn: their Gaussians, component by component.
        case direct
        /// The same, judged by the picture that the answer draws.
        case indirect
        /// Classes, while what the target parts have in common is pulled together.
        case centring
        /// Classes alone.
        case classification

        var needsParts: Bool { self != .classification }
        var needsClasses: Bool { self == .classification || self == .centring }
        var drawsDefects: Bool { self == .direct || self == .indirect }
        /// Cells on each side that the last tap is averaged to before the head: where a defect lies is asked of the
        /// first two, what a picture shows of the others.
        var headGrid: Int { drawsDefects ? 4 : 1 }
    }

    /// Pseudo-defects.
    public struct Defects: Equatable, Sendable {
        /// Gaussians of a mixture (K).
        public var components = MixtureShape.paper.components
        /// Colours of a Gaussian (C): 1 for grey, 3 for RGB.
        public var colours = MixtureShape.paper.colours
        public var ranges = MixtureRanges.standard

        var shape: MixtureShape { MixtureShape(components: components, colours: colours) }
    }

    /// The centring loss.
    public struct Centring: Equatable, Sendable {
        /// Its weight beside the classes' loss.
        public var lambda = 0.1
        /// Target parts among a batch's samples.
        public var share = 0.5
    }

    public var task: Task
    /// What the result's file is called, without its extension.
    public var name: String
    public var seed: UInt64 = 1
    public var architecture = Architecture.resnet18.name
    /// A backbone's name or file; nil begins with random weights.
    public var start: String?
    /// Sides of a sample in pixels.
    public var size = 128
    /// Samples of a step, all shards together.
    public var batch = 64
    public var shards = 2
    public var steps = 3000
    public var precision: Precision
    public var headGrid: Int
    /// Steps from one saved state to the next. The result does not depend on it.
    public var checkpointEvery = 100
    public var licence = "unknown"
    /// Words on what was learnt from, for the record.
    public var source: String?
    public var optimiser: Optimiser
    /// Folders of good parts, as they are written.
    public var parts: [String] = []
    /// The folder of classes, as it is written: every folder in it is a class.
    public var classes: String?
    /// How much of its certainty a class's label gives to the others, 0..<1.
    public var smoothing = 0.0
    public var defects = Defects()
    public var centring = Centring()
    /// Of the class pictures; of the parts, where there are no classes.
    public var augmentation: Augmentation
    /// Of target parts beside classes.
    public var targetAugmentation = Augmentation.gentle
    /// What relative paths are meant from.
    public var folder: FilePath

    /// Everything by default.
    public init(_ task: Task, name: String, folder: FilePath) {
        self.task = task
        self.name = name
        self.folder = folder
        headGrid = task.headGrid
        augmentation = task.needsClasses ? .strong : .gentle
        optimiser = Optimiser(.adam, steps: steps)
        precision = Architecture.named(architecture).map(Precision.standard) ?? .f32
    }

    /// What a path in the recipe means.
    public func path(_ written: String) -> FilePath {
        let path = FilePath(written)
        return path.isAbsolute || folder.isEmpty ? path : folder.appending(path.components)
    }
}
