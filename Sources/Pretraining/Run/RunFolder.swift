import Disk
import Network
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// The folder of a training: what it was to do, what it learnt from, how the losses went, where it stands, and what
/// came of it. Belongs to one process at a time.
public final class RunFolder {
    public let path: FilePath
    private let recipe: PretrainingRecipe
    /// Held while this lives: the lock goes with the process, however that ends.
    private let lock: FileDescriptor

    /// The recipe as it was understood.
    public var recipeFile: FilePath { path.appending("recipe.toml") }
    /// What was learnt from, with digests.
    public var dataFile: FilePath { path.appending("data.txt") }
    public var losses: FilePath { path.appending("losses.csv") }
    /// All that is needed to go on.
    public var state: FilePath { path.appending("state.safetensors") }
    public var result: FilePath { path.appending("\(recipe.name).safetensors") }
    /// The backbone as it was after `step` steps.
    public func snapshot(_ step: Int) -> FilePath {
        let digits = "\(step)"
        let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        return path.appending("snapshots").appending("\(recipe.name)-\(padded).safetensors")
    }

    /// Begins a training in a folder that is empty or not there yet, or goes on with the one that is in it.
    /// - Parameter resuming: whether to go on with what is there.
    /// - Throws: `PretrainingError.resume` where there is something in the folder and it is not to be gone on with, or
    ///   cannot: another recipe, other pictures, another process at work. `DiskError`.
    public init(_ path: FilePath, for recipe: PretrainingRecipe, data: DataRecord, resuming: Bool) throws {
        self.path = path
        self.recipe = recipe
        try path.makeFolder()
        lock = try Self.lock(path)
        do {
            let isEmpty = try path.list().isEmpty
            if isEmpty {
                // First, for this one says that there is a training here.
                try recipeFile.writeAtomically(Array(recipe.text.utf8))
                try dataFile.writeAtomically(Array(data.text.utf8))
            } else {
                try Self.precheck(path, for: recipe, resuming: resuming)
                try compare(data)
                // Only what the result does not depend on can be other than it was.
                try recipeFile.writeAtomically(Array(recipe.text.utf8))
            }
        } catch {
            try? lock.close()
            throw error
        }
    }

    deinit { try? lock.close() }

    /// Looks whether a training can begin in a folder, or be gone on with, before pictures are read for it.
    public static func precheck(_ path: FilePath, for recipe: PretrainingRecipe, resuming: Bool) throws {
        guard path.kind != .missing, try !path.list().isEmpty else { return }
        let file = path.appending("recipe.toml")
        guard file.kind == .file else {
            throw PretrainingError(
                .resume, path, "is not empty, and no training's folder; give another --output")
        }
        guard resuming else {
            throw PretrainingError(
                .resume, path, "holds a training already; go on with --resume, or give another --output")
        }
        let before = String(decoding: try file.readAll(limit: 1 << 20), as: UTF8.self)
        try refuse(
            path, RecipeDifference(before: before, now: recipe.text).lines, "began with another recipe",
            mending: "give the recipe of before, or another --output")
    }

    private func compare(_ data: DataRecord) throws {
        // It was cut off before it had learnt anything.
        if dataFile.kind == .missing, state.kind == .missing {
            return try dataFile.writeAtomically(Array(data.text.utf8))
        }
        let list = String(decoding: try dataFile.readAll(), as: UTF8.self)
        try Self.refuse(
            path, data.difference(from: list), "began with other pictures",
            mending: "bring them back, or give another --output")
    }

    private static func refuse(
        _ path: FilePath, _ lines: [String], _ what: String, mending: String
    ) throws(PretrainingError) {
        guard !lines.isEmpty else { return }
        throw PretrainingError(
            .resume, path, "\(what); \(mending):\n" + lines.map { "  \($0)" }.joined(separator: "\n"))
    }

    private static func lock(_ path: FilePath) throws -> FileDescriptor {
        let descriptor: FileDescriptor
        do {
            descriptor = try FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec])
        } catch let error as Errno {
            throw DiskError(error, path, doing: "opening")
        }
        guard flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            try? descriptor.close()
            throw PretrainingError(
                .resume, path, "another Touchstone is training in it; wait, or give another --output")
        }
        return descriptor
    }
}
