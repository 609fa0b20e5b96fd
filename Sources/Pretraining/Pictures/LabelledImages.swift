import Disk
import Network
import Raster
import SystemPackage

/// Pictures in classes, for a network to tell apart: each subfolder of a folder is a class.
public struct LabelledImages: Sendable {
    private let shelf: PictureShelf
    /// The subfolders' names, printable, sorted by their bytes.
    public let classes: [String]
    private let labels: [Int]
    /// Of each class, where its pictures stand.
    let members: [Range<Int>]

    /// Reads every picture in the folder's subfolders and below. Subfolders without pictures are no classes. Links to
    /// folders are entered only where they stand for a class.
    /// - Parameters:
    ///   - size: pictures are reduced so that the shorter side has this many pixels; smaller ones stay as they are.
    ///   - limit: bytes of pixels to keep; what is beyond is decoded each time it is asked for.
    ///   - progress: told the share done, now and then, on the caller's thread.
    /// - Throws: `PretrainingError.pictures` for fewer than two classes, a class with one picture, or more than a tenth
    ///   of the files unreadable; `CancellationError`.
    public init(
        folder: FilePath, size: Int, limit: Int = PictureBudget.standard, progress: (Double) -> Void = { _ in },
        isCancelled: () -> Bool = { false }
    ) throws {
        var paths: [FilePath] = []
        var folders: [(path: FilePath, count: Int)] = []
        for path in try PictureListing.folders(in: folder) {
            let found = try PictureListing.pictures(below: path)
            if found.isEmpty { continue }
            folders.append((path, found.count))
            paths += found
        }
        guard folders.count >= 2 else {
            let found = folders.isEmpty ? "no subfolder" : "one subfolder"
            throw PretrainingError(
                .pictures, folder, "has \(found) with pictures; a class is a subfolder, and two or more are needed")
        }
        shelf = try PictureShelf(paths, size: size, limit: limit, progress: progress, isCancelled: isCancelled)
        // What was refused is missing among the entries, which otherwise stand in the order of the paths.
        var (classes, labels, members): ([String], [Int], [Range<Int>]) = ([], [], [])
        var (next, path) = (0, 0)
        for (label, of) in folders.enumerated() {
            let start = next
            for expected in paths[path..<(path + of.count)]
            where next < shelf.entries.count && shelf.entries[next].path == expected {
                labels.append(label)
                next += 1
            }
            path += of.count
            guard next - start >= 2 else {
                let found = next > start ? "one picture" : "no picture that can be read"
                throw PretrainingError(
                    .pictures, of.path, "this class has \(found); give it two or more, or take the folder away")
            }
            classes.append(of.path.lastComponent.map { FilePath(root: nil, [$0]).printable } ?? of.path.printable)
            members.append(start..<next)
        }
        (self.classes, self.labels, self.members) = (classes, labels, members)
    }

    public var count: Int { shelf.entries.count }
    /// SHA-256 of each file, in the order of the pictures.
    public var digests: [SHA256Digest] { shelf.entries.map(\.digest) }
    /// Where each picture comes from.
    public var paths: [FilePath] { shelf.entries.map(\.path) }
    /// Files that could not be read and are left out, one line each.
    public var skipped: [PretrainingError] { shelf.refusals }

    /// One digest of them all, for the record: of each class's name and the digests of its files.
    public var digest: SHA256Digest {
        let all = SHA256Stream()
        for (name, range) in zip(classes, members) {
            Array(name.utf8 + [0]).withUnsafeBytes(all.add)
            let files = shelf.entries[range].map(\.digest).sorted().flatMap(\.bytes)
            files.withUnsafeBytes(all.add)
        }
        return all.finish()
    }

    /// The class of a picture: an index into `classes`.
    public func label(of index: Int) -> Int { labels[index] }

    /// The picture as it is kept.
    /// - Throws: `PretrainingError.pictures` where it has to be decoded again and cannot be.
    public func image(_ index: Int) throws(PretrainingError) -> Image { try shelf.image(index) }

    /// A random window, as `PartImages.crop`.
    public func crop(
        _ index: Int, width: Int, height: Int, augmentation: Augmentation, random: inout SeededRandom,
        into planes: UnsafeMutablePointer<Float>
    ) throws {
        let image = try shelf.image(index)
        augmentation.cut(image, width: width, height: height, random: &random, into: planes)
    }
}
