import Disk
import Foundation
import Network
import Raster
import Synchronization
import SystemPackage

/// Drawn textures as a folder of labelled pictures: `<folder>/<class>/<number>.jpg`.
public struct TextureFolder: Equatable, Sendable {
    public let classes: Int
    /// Pictures of each class.
    public let each: Int
    /// Side of the pictures, in pixels.
    public let size: Int
    public let seed: UInt64

    /// - Precondition: as `problem` says.
    public init(classes: Int, each: Int, size: Int, seed: UInt64) {
        self.classes = classes
        self.each = each
        self.size = size
        self.seed = seed
    }

    /// What is wrong with the numbers, in one sentence; `nil` where nothing is.
    public var problem: String? {
        if !(2...20_000).contains(classes) { return "the number of classes must be from 2 to 20000" }
        if !(2...10_000).contains(each) { return "the pictures of each class must be from 2 to 10000" }
        if !(32...1024).contains(size) { return "the size must be from 32 to 1024 pixels" }
        return nil
    }

    /// What a call has done.
    public struct Outcome: Equatable, Sendable {
        /// Classes that were there already.
        public var kept = 0
        public var drawn = 0
    }

    /// Draws what is missing. A class appears in the folder when all its pictures are there, so what was interrupted goes
    /// on with the class that was in hand.
    /// - Parameters:
    ///   - progress: told the share done, now and then, on the caller's thread.
    ///   - isCancelled: asked before every picture, from several threads. Classes in hand are then given up.
    /// - Throws: `PretrainingError.pictures` for a folder that holds something else; `DiskError`; `RasterError`.
    /// - Returns: fewer than all classes where it was cancelled.
    public func write(
        to folder: FilePath, progress: (Double) -> Void = { _ in }, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> Outcome {
        try claim(folder)
        var outcome = Outcome()
        var missing: [Int] = []
        for index in 0..<classes {
            if folder.appending(name(index)).kind == .folder { outcome.kept += 1 } else { missing.append(index) }
        }
        let round = 8
        for start in stride(from: 0, to: missing.count, by: round) {
            let some = Array(missing[start..<min(start + round, missing.count)])
            let results = Mutex<[Result<Bool, any Error>]>([])
            Teamwork.perform(some.count) { i in
                let result = Result { try draw(some[i], into: folder, isCancelled) }
                results.withLock { $0.append(result) }
            }
            for result in results.withLock({ $0 }) where try result.get() { outcome.drawn += 1 }
            if isCancelled() { break }
            progress(Double(outcome.kept + start + some.count) / Double(classes))
        }
        return outcome
    }

    /// - Returns: whether the class is there.
    private func draw(_ index: Int, into folder: FilePath, _ isCancelled: @Sendable () -> Bool) throws -> Bool {
        let partial = folder.appending(".\(name(index)).part")
        // One that an earlier run left when it was killed.
        try? FileManager.default.removeItem(atPath: partial.string)
        try partial.makeFolder()
        do {
            let texture = TextureClass(index, seed: seed)
            let digits = String(each - 1).count
            for number in 0..<each {
                guard !isCancelled() else {
                    try? FileManager.default.removeItem(atPath: partial.string)
                    return false
                }
                let file = partial.appending("\(Self.padded(number, digits)).jpg")
                try Self.write(texture.picture(number, side: size).encodedJPEG(quality: 92), to: file)
            }
            try Self.move(partial, to: folder.appending(name(index)))
            return true
        } catch {
            try? FileManager.default.removeItem(atPath: partial.string)
            throw error
        }
    }

    private func name(_ index: Int) -> String { Self.padded(index, max(3, String(classes - 1).count)) }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    // MARK: - The folder's own record

    private static let record: FilePath.Component = "textures.txt"

    private var recordText: String {
        """
        textures drawn by touchstone, version \(TextureClass.version)
        classes \(classes)
        each \(each)
        size \(size)
        seed \(seed)

        """
    }

    /// Makes the folder, or sees that what is in it was begun with the same numbers.
    private func claim(_ folder: FilePath) throws {
        let file = folder.appending(Self.record)
        if folder.kind == .missing { try folder.makeFolder() }
        guard file.kind == .file else {
            guard folder.kind == .folder, try folder.list().isEmpty else {
                throw PretrainingError(.pictures, folder, "is no empty folder; name a new one")
            }
            return try file.writeAtomically(Array(recordText.utf8))
        }
        let found = String(decoding: try file.readAll(limit: 4096), as: UTF8.self)
        guard found == recordText else {
            let was = found.split(separator: "\n").dropFirst().joined(separator: ", ").printable
            let wanted = recordText.split(separator: "\n").dropFirst().joined(separator: ", ")
            throw PretrainingError(
                .pictures, folder,
                was == wanted
                    ? "was drawn by another version of touchstone; name a new folder"
                    : "was begun with \(was), not \(wanted); say the same, or name a new folder")
        }
    }

    // MARK: - Disk

    /// A file that need not last through a loss of power: its folder is renamed when it is whole, and it can be drawn
    /// again.
    private static func write(_ bytes: [UInt8], to path: FilePath) throws(DiskError) {
        do {
            let file = try FileDescriptor.open(
                path, .writeOnly, options: [.create, .truncate, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
            try file.closeAfter { _ = try file.writeAll(bytes) }
        } catch let error as Errno {
            throw DiskError(error, path, doing: "writing")
        } catch {
            throw DiskError(.other, path, "\(error)")
        }
    }

    private static func move(_ old: FilePath, to new: FilePath) throws(DiskError) {
        let status = old.withPlatformString { old in new.withPlatformString { new in rename(old, new) } }
        guard status == 0 else { throw DiskError(Errno(rawValue: errno), new, doing: "renaming") }
    }
}
