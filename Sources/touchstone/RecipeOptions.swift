import ArgumentParser
import Detectors
import Disk
import Foundation
import Inspection
import Network
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
    @Option(help: ArgumentHelp("Detector.", valueName: "padim"))
    var detector = "padim"

    @Option(help: ArgumentHelp("Backbone: an installed name, or a safetensors file.", valueName: "name|file"))
    var backbone = "efficientnet_lite1"

    @Option(help: ArgumentHelp("Channels of an embedding, chosen at random once.", valueName: "n"))
    var dims = 100

    @Option(
        name: .customLong("protocol"),
        help: ArgumentHelp("whole: the whole part; paper: 256, centre 224.", valueName: "whole|paper"))
    var inputProtocol = Recipe.InputProtocol.whole

    @Option(
        help: ArgumentHelp(
            "Network input in pixels: multiples of 32 from 64 to 2048 (default 256x256; paper 224x224).",
            valueName: "WxH"))
    var input: InputSize?

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
            "f32 keeps everything in single precision; auto stores whitening in half.", valueName: "f32|auto"))
    var precision = PrecisionChoice.auto

    enum PrecisionChoice: String, ExpressibleByArgument, CaseIterable { case f32, auto }

    func validate() throws {
        guard detector == "padim" else {
            throw ValidationError("Unknown detector '\(detector.printable)'; there is: padim.")
        }
        guard dims > 0 else { throw ValidationError("--dims must be at least 1.") }
        for (name, value) in [("--epsilon", epsilon), ("--relative-epsilon", relativeEpsilon)] {
            if let value, !(value.isFinite && value > 0) { throw ValidationError("\(name) must be a positive number.") }
        }
        guard epsilon == nil || relativeEpsilon == nil else {
            throw ValidationError("--epsilon and --relative-epsilon exclude each other.")
        }
    }

    var regularisation: Recipe.Regularisation {
        epsilon.map { .absolute($0) } ?? relativeEpsilon.map { .relative($0) } ?? .standard
    }

    /// Loads the backbone and settles every choice.
    func prepare(_ home: Home) throws -> (backbone: Backbone, recipe: Recipe) {
        let size = input ?? InputSize(width: inputProtocol.standardSide, height: inputProtocol.standardSide)
        let backbone = try BackboneLoader(home).load(backbone, width: size.width, height: size.height)
        return (backbone, try recipe(backbone))
    }

    func recipe(_ backbone: Backbone) throws -> Recipe {
        let total = backbone.channels
        let chosen: [Int]
        if let channels {
            chosen = try Self.readChannels(FilePath(channels), total: total)
        } else {
            guard dims <= total else {
                throw Failure("--dims \(dims): the backbone \(backbone.architecture.name) has \(total) channels")
            }
            chosen = ChannelChoice.random(dims, of: total, seed: seed)
        }
        return Recipe(
            backbone: backbone, inputProtocol: inputProtocol, channels: chosen, seed: channels == nil ? seed : nil,
            regularisation: regularisation, precision: precision == .f32 ? .f32 : .f16)
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

/// `256x256`: sides of the network's input.
struct InputSize: ExpressibleByArgument {
    let width: Int
    let height: Int

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    init?(argument: String) {
        let sides = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1],
            [width, height].allSatisfy({ $0 >= 64 && $0 <= 2048 && $0.isMultiple(of: 32) })
        else { return nil }
        self.init(width: width, height: height)
    }
}
