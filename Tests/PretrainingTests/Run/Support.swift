import Disk
import Network
import Pretraining
import SystemPackage

/// A folder that goes away with its owner.
final class Scratch {
    let path: FilePath
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder("run-tests")
        path = folder.path
    }

    deinit { folder.remove() }

    func write(_ text: String, as name: String) throws -> FilePath {
        let file = path.appending(name)
        try file.writeAtomically(Array(text.utf8))
        return file
    }
}

/// One number that is halved in each step and never forgets how it came about.
final class HalvingLearner: Learning {
    private(set) var stepsDone = 0
    private(set) var weight: Float = 1
    /// The step, from 1, whose loss is no number.
    var breaksAt: Int?
    /// Writing a state fails from this step on.
    var diskIsFullFrom: Int?

    func step(_ objective: any Objective, rate: Double) throws -> StepOutcome {
        if stepsDone + 1 == breaksAt {
            throw NetworkError(.notFinite, "loss", "the loss is no number")
        }
        stepsDone += 1
        weight = weight / 2 + Float(rate) * Float(stepsDone)
        return StepOutcome(terms: [Double(weight), 0.5], gradientNorm: Double(weight), seconds: 0.25)
    }

    func save(to path: FilePath, metadata: [String: String]) throws {
        if let diskIsFullFrom, stepsDone >= diskIsFullFrom {
            throw NetworkError(.disk, path, "the disk is full; free some space and try again")
        }
        var words = metadata
        words["steps_done"] = "\(stepsDone)"
        try Checkpoint(metadata: words, tensors: ["weight": Tensor(shape: [1], values: [weight])])
            .writeSafetensors(to: path)
    }

    func restore(from path: FilePath) throws -> [String: String] {
        let saved = try Checkpoint.readSafetensors(path)
        stepsDone = saved.metadata["steps_done"].flatMap { Int($0) } ?? 0
        weight = saved.tensors["weight"]?.values.first ?? 0
        return saved.metadata
    }

    func checkpoint(metadata: [String: String]) throws -> Checkpoint {
        Checkpoint(metadata: metadata, tensors: ["weight": Tensor(shape: [1], values: [weight])])
    }
}

/// Batches of nothing.
struct NoObjective: Objective {
    let outputs = 1
    let terms = ["loss", "half"]

    func batch(at place: BatchPlace, into input: UnsafeMutableBufferPointer<Float>) throws -> any Batch {
        throw NetworkError(.unknown, "batch", "is never asked for")
    }
}

extension DataRecord {
    /// Files that need not exist.
    static func made(_ names: String...) -> DataRecord {
        DataRecord(
            names.map { File(role: "parts", path: $0, digest: SHA256Digest(hashing: Array($0.utf8))) })
    }
}
