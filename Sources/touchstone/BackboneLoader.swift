import Detectors
import Disk
import Inspection
import Network
import SystemPackage

/// Finds a backbone by name in the home, or in a file, and makes it ready to run.
struct BackboneLoader {
    let shelf: BackboneShelf

    init(_ home: Home) { shelf = home.backbones }

    /// - Parameter name: of an installed backbone, or a path to a checkpoint in the native format (or one that the
    ///   importer understands).
    func load(_ name: String, width: Int, height: Int) throws -> Backbone {
        let (checkpoint, architecture) = try checkpoint(name)
        return try Backbone(
            checkpoint: checkpoint, architecture: architecture, width: width, height: height,
            threads: ComputeThreads.network)
    }

    func checkpoint(_ name: String) throws -> (Checkpoint, Architecture) {
        let path = try shelf.find(name)
        let raw = try Checkpoint.read(path)
        var checkpoint = try Checkpoint.imported(
            as: nil, from: raw, source: raw.metadata["source"] ?? path.printable,
            licence: raw.metadata["licence"] ?? "unknown")
        // A native file tells its own story; importing it again would put itself in place of its source.
        if checkpoint.digest == raw.digest, raw.metadata["architecture"] != nil { checkpoint.metadata = raw.metadata }
        // Folding changes the tensors but not what they are: the file that they came from says who they are.
        checkpoint.digest = raw.digest
        guard let known = checkpoint.metadata["architecture"], let architecture = Architecture.named(known) else {
            throw Failure("\(path.printable): its architecture is not known; import it with --architecture")
        }
        return (checkpoint, architecture)
    }

    /// The backbone that a calibration was made with.
    /// - Parameter hint: where to look first: a name or a file that was given on the command line.
    func load(for recipe: Recipe, hint: String?) throws -> Backbone {
        let installed = try shelf.names()
        let likely = [hint, recipe.backbone].compactMap { $0 }
        for name in likely + installed.filter({ !likely.contains($0) }) {
            guard let path = try? shelf.find(name), let raw = try? Checkpoint.read(path),
                raw.digest?.description == recipe.fingerprint
            else { continue }
            return try load(name, width: recipe.width, height: recipe.height)
        }
        throw Failure(
            "the backbone \(recipe.backbone.printable) (\(recipe.fingerprint.prefix(12).description.printable)) of this "
                + "calibration is not installed; say where it is with --backbone FILE, or calibrate again")
    }
}
