import Detectors
import Disk
import Inspection
import Network
import Synchronization
import SystemPackage

/// Finds a backbone by name in the home, or in a file, and makes it ready to run; one that was asked for before is there
/// already. May be asked from several threads.
final class BackboneLoader: Sendable {
    private let shelf: BackboneShelf
    private let ready = Mutex<[Key: Backbone]>([:])

    private struct Key: Hashable {
        let name: String
        let width: Int
        let height: Int
        let precision: Precision?
        let threads: Int
        let levels: Bool
    }

    init(_ home: Home) { shelf = home.backbones }

    /// - Parameters:
    ///   - name: of an installed backbone, or a path to a checkpoint in the native format (or one that the importer
    ///     understands).
    ///   - precision: `nil` for the one that suits the network and this processor.
    ///   - threads: of one run: 1 where parts are inspected in parallel, all cores where one comes alone.
    ///   - atLevels: whether it is tapped at every level that its weights have, not where patches are embedded.
    func load(
        _ name: String, width: Int, height: Int, precision: Precision?, threads: Int = ComputeThreads.network,
        atLevels: Bool = false
    ) throws -> Backbone {
        let key = Key(
            name: name, width: width, height: height, precision: precision, threads: threads, levels: atLevels)
        return try ready.withLock { ready in
            if let known = ready[key] { return known }
            let (checkpoint, architecture) = try checkpoint(name)
            let backbone = try Backbone(
                checkpoint: checkpoint,
                architecture: atLevels ? architecture.atLevels(of: checkpoint) : architecture, width: width,
                height: height,
                precision: precision ?? .standard(for: architecture), threads: threads)
            ready[key] = backbone
            return backbone
        }
    }

    func checkpoint(_ name: String) throws -> (Checkpoint, Architecture) {
        let place = try shelf.find(name)
        let raw = try place.read()
        var checkpoint = try Checkpoint.imported(
            as: nil, from: raw, source: raw.metadata["source"] ?? place.printable,
            licence: raw.metadata["licence"] ?? "unknown")
        // A native file tells its own story; importing it again would put itself in place of its source.
        if checkpoint.digest == raw.digest, raw.metadata["architecture"] != nil { checkpoint.metadata = raw.metadata }
        // Folding changes the tensors but not what they are: the file that they came from says who they are.
        checkpoint.digest = raw.digest
        guard let known = checkpoint.metadata["architecture"], let architecture = Architecture.named(known) else {
            throw Failure("\(place.printable): its architecture is not known; import it with --architecture")
        }
        return (checkpoint, architecture)
    }

    /// The backbone that a calibration was made with.
    /// - Parameter hint: where to look first: a name or a file that was given on the command line.
    func load(for recipe: Recipe, hint: String?, threads: Int = ComputeThreads.network) throws -> Backbone {
        let known = [ShippedTrunk.name] + (try shelf.names())
        let likely = [hint, recipe.backbone].compactMap { $0 }
        for name in likely + known.filter({ !likely.contains($0) }) {
            guard let digest = try? shelf.find(name).digest(), digest.description == recipe.fingerprint else {
                continue
            }
            return try load(
                name, width: recipe.width, height: recipe.height,
                precision: Precision(rawValue: recipe.networkPrecision),
                threads: threads, atLevels: DetectorKind(rawValue: recipe.detector)?.readsLevels ?? false)
        }
        throw Failure(
            "the backbone \(recipe.backbone.printable) (\(recipe.fingerprint.prefix(12).description.printable)) of this "
                + "calibration is not installed; say where it is with --backbone FILE, or calibrate again")
    }
}
