import ArgumentParser
import Detectors
import Disk
import Foundation
import Inspection
import Network
import Raster
import SystemPackage

/// Where Touchstone keeps its state.
struct HomeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Folder for all state.", discussion: "Default: $XDG_DATA_HOME/touchstone.", valueName: "dir")
    )
    var home: String?

    func open() throws -> Home { try Home.resolve(home.map { FilePath($0) }) }
}

/// What decides a calibration besides the parts.
struct RecipeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Detector: padim, a Gaussian for each patch; npad, the same with neighbouring patches; mvg, one for the part as "
                + "a whole, which gives a score and no map.", valueName: "padim|npad|mvg"))
    var detector = DetectorKind.padim

    @Option(
        help: ArgumentHelp(
            "Backbone: an installed name, a safetensors file, or auto: \(BackboneShelf.preferred) where it is installed, "
                + "otherwise \(ShippedTrunk.name), the one that the program brings.", valueName: "name|file|auto"))
    var backbone = BackboneShelf.automatic

    @Option(help: ArgumentHelp("Channels of an embedding, chosen at random once.", valueName: "n"))
    var dims = 100

    @Option(
        name: .customLong("protocol"),
        help: ArgumentHelp("whole: the whole part; paper: 256, centre 224.", valueName: "whole|paper"))
    var inputProtocol = Recipe.InputProtocol.whole

    @Option(
        help: ArgumentHelp(
            "Network input in pixels, multiples of 32 from 64 to 2048, or auto: in the parts' own shape, about two of "
                + "their pixels to one, within the budget (paper: 224x224).", valueName: "WxH|auto"))
    var input = InputChoice.standard

    @Option(
        help: ArgumentHelp(
            "Most pixels that --input auto may choose, in units of 256x256: time and memory grow by as much.",
            valueName: "x"))
    var budget = InputGeometry.standardBudget

    @Flag(help: "Decode every JPEG in full, where large ones are reduced while they are decoded otherwise.")
    var exact = false

    @Option(help: ArgumentHelp("Seed of the channel choice.", valueName: "n"))
    var seed: UInt64 = 1024

    @Option(help: ArgumentHelp("JSON list of channel indices in place of the seeded choice.", valueName: "file"))
    var channels: String?

    @Option(
        help: ArgumentHelp(
            "Regularisation as the paper has it: this constant, in squared feature units.", valueName: "x"))
    var epsilon: Double?

    @Option(help: ArgumentHelp("Regularisation in units of the features' own variance (default 0.75).", valueName: "x"))
    var relativeEpsilon: Double?

    @Option(
        help: ArgumentHelp(
            "Regularisation by name: a constant, shrinkage estimated at each position, or so many leading directions "
                + "and one variance for the rest.", valueName: "absolute:x|relative:x|ledoit-wolf|low-rank:k"))
    var regularisation: Recipe.Regularisation?

    @Option(
        help: ArgumentHelp(
            "Of the network: auto takes bf16 where the processor multiplies it natively and it costs no accuracy, "
                + "else f32. Said outright, f32 keeps the statistics in single precision too.",
            valueName: "auto|bf16|f32"))
    var precision = PrecisionChoice.auto

    @OptionGroup(title: "N-pad") var npad: NPadFlags
    @OptionGroup(title: "MVG") var mvg: MVGFlags

    enum PrecisionChoice: String, ExpressibleByArgument, CaseIterable { case auto, bf16, f32 }

    func validate() throws {
        guard dims > 0 else { throw ValidationError("--dims must be at least 1.") }
        for (name, value) in [("--epsilon", epsilon), ("--relative-epsilon", relativeEpsilon)] {
            if let value, !(value.isFinite && value > 0) { throw ValidationError("\(name) must be a positive number.") }
        }
        guard budget.isFinite, budget >= 0.0625 else { throw ValidationError("--budget must be at least 0.0625.") }
        guard precision != .bf16 || Precision.bf16.isNative else {
            throw ValidationError(
                "--precision bf16: this processor does not multiply bf16 natively; leave --precision out.")
        }
        guard [epsilon != nil, relativeEpsilon != nil, regularisation != nil].count(where: { $0 }) <= 1 else {
            throw ValidationError("--epsilon, --relative-epsilon and --regularisation exclude one another.")
        }
        if let misfit = misfit(detector) { throw ValidationError("--detector \(detector.rawValue): \(misfit).") }
    }

    /// Whether another seed may give another answer.
    func isRandom(_ kind: DetectorKind) throws -> Bool {
        switch kind {
        case .padim: return channels == nil
        case .npad:
            let options = try npad.options()
            return options.score.needsCentroids || options.channels == .random && channels == nil
        case .mvg: return false
        }
    }

    /// Why a detector has no use for what was asked of it; `nil` where it has.
    func misfit(_ kind: DetectorKind) -> String? {
        switch (kind, chosenRegularisation) {
        // Of its parts left out it would know the mean alone without them, and the threshold would be too low.
        case (.npad, .lowRank?):
            "N-pad has no thresholds to trust with low-rank; take ledoit-wolf, relative or absolute"
        case (.mvg, _?): "MVG has a regularisation of its own: see --covariance"
        default: kind == .mvg && channels != nil ? "MVG takes all channels; leave --channels out" : nil
        }
    }

    /// Refuses settings of detectors that do not run.
    /// - Throws: `ValidationError`.
    func requireUse(by kinds: [DetectorKind]) throws {
        if !kinds.contains(.npad), npad.npad != NPadFlags.standard {
            throw ValidationError("--npad is for --detector npad.")
        }
        if !kinds.contains(.mvg), try mvg.options() != MVGOptions.standard {
            throw ValidationError("--distance, --covariance, --subspace and --levels are for --detector mvg.")
        }
    }

    /// Whichever of the three options was given; `nil` for the default.
    var chosenRegularisation: Recipe.Regularisation? {
        regularisation ?? epsilon.map { .absolute($0) } ?? relativeEpsilon.map { .relative($0) }
    }

    /// Settles every choice for a category.
    /// - Parameters: `detector`, `backbone` and `seed` in place of those that were given.
    func method(
        for category: Inspection.Category, _ loader: BackboneLoader, detector: DetectorKind? = nil,
        backbone named: String? = nil, seed: UInt64? = nil
    ) throws -> Workbench.Method {
        let kind = detector ?? self.detector
        let side = inputProtocol.standardSide
        let (width, height, note): (Int, Int, String?)
        switch input {
        case .standard: (width, height, note) = (side, side, nil)
        case .size(let wide, let high): (width, height, note) = (wide, high, nil)
        case .auto:
            let geometry = try geometry(category)
            (width, height, note) = (
                geometry.width, geometry.height, "\(category.name.printable): \(geometry.sentence)"
            )
        }
        let backbone = try loader.load(
            named ?? backbone, width: width, height: height, precision: networkPrecision, atLevels: kind.readsLevels)
        return Workbench.Method(
            backbone: backbone, recipe: try recipe(backbone, kind, seed: seed ?? self.seed), note: note)
    }

    private var networkPrecision: Precision? {
        switch precision {
        case .auto: nil
        case .bf16: .bf16
        case .f32: .f32
        }
    }

    /// From the sizes of the good parts; those that cannot be read are left out here and named later.
    private func geometry(_ category: Inspection.Category) throws -> InputGeometry {
        let sizes = category.calibrationParts.compactMap { try? Image.size(of: $0.path) }
        guard !sizes.isEmpty else {
            throw Failure("\(category.name.printable): no readable good part, so --input auto has nothing to go by")
        }
        return InputGeometry.choose(partSizes: sizes, inputProtocol: inputProtocol, budget: budget)
    }

    private func recipe(_ backbone: Backbone, _ kind: DetectorKind, seed: UInt64) throws -> Recipe {
        let total = backbone.channels
        if kind == .npad, kind != detector, let misfit = misfit(kind) { throw Failure(misfit) }
        let chosen: [Int]
        if kind == .mvg {
            // All of every level.
            chosen = []
        } else if let channels {
            chosen = try Self.readChannels(FilePath(channels), total: total)
        } else {
            guard dims <= total else {
                throw Failure("--dims \(dims): the backbone \(backbone.architecture.name) has \(total) channels")
            }
            chosen = ChannelChoice.random(dims, of: total, seed: seed)
        }
        var recipe = Recipe(
            backbone: backbone, inputProtocol: inputProtocol, channels: chosen,
            seed: channels == nil && kind != .mvg ? seed : nil, regularisation: chosenRegularisation ?? .standard,
            precision: precision == .f32 ? .f32 : .f16, decoding: exact ? .exact : .reduced)
        recipe.detector = kind.rawValue
        switch kind {
        case .padim: break
        case .npad:
            var options = try npad.options()
            options.centroids.seed = seed
            recipe.npad = options
        case .mvg: recipe.mvg = try mvg.options()
        }
        return recipe
    }

    private static func readChannels(_ path: FilePath, total: Int) throws -> [Int] {
        let bytes = try path.readAll(limit: 1 << 20)
        guard let indices = try? JSONDecoder().decode([Int].self, from: Data(bytes)) else {
            throw Failure("\(path.printable): is no JSON list of channel indices, such as [3, 17, 42]")
        }
        let sorted = indices.sorted()
        guard let first = sorted.first, let last = sorted.last, first >= 0, last < total,
            zip(sorted, sorted.dropFirst()).allSatisfy(<)
        else {
            throw Failure("\(path.printable): channel indices must differ and lie between 0 and \(total - 1)")
        }
        return sorted
    }
}

extension Recipe.InputProtocol: ExpressibleByArgument {}
extension DetectorKind: ExpressibleByArgument {}

extension Recipe.Regularisation: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// `256x256` or `auto`: sides of the network's input.
enum InputChoice: ExpressibleByArgument {
    /// The protocol's own.
    case standard
    case size(width: Int, height: Int)
    case auto

    init?(argument: String) {
        if argument.lowercased() == "auto" {
            self = .auto
            return
        }
        let sides = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1],
            [width, height].allSatisfy({ $0 >= 64 && $0 <= 2048 && $0.isMultiple(of: 32) })
        else { return nil }
        self = .size(width: width, height: height)
    }

    var defaultValueDescription: String { "256x256" }
}
