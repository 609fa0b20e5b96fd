import Disk
import Network
import Raster
import SystemPackage

/// Good parts as material for a training: decoded once, kept in memory within a limit.
public struct PartImages: Sendable {
    private let shelf: PictureShelf

    /// Reads every picture in the folders and below; of a folder in MVTec AD's layout, what is in `train/good` only,
    /// since the rest of it may be defective. Links to folders are not entered.
    /// - Parameters:
    ///   - size: pictures are reduced so that the shorter side has this many pixels; smaller ones stay as they are. The
    ///     size of the windows that will be cut, or a little more.
    ///   - limit: bytes of pixels to keep; what is beyond is decoded each time it is asked for.
    ///   - progress: told the share done, now and then, on the caller's thread.
    /// - Throws: `PretrainingError.pictures` for fewer than two good parts or more than a tenth unreadable;
    ///   `CancellationError`.
    public init(
        folders: [FilePath], size: Int, limit: Int = PictureBudget.standard, progress: (Double) -> Void = { _ in },
        isCancelled: () -> Bool = { false }
    ) throws {
        var paths: [FilePath] = []
        for folder in folders {
            let good = folder.appending("train").appending("good")
            paths += try PictureListing.pictures(below: good.kind == .folder ? good : folder)
        }
        shelf = try PictureShelf(paths, size: size, limit: limit, progress: progress, isCancelled: isCancelled)
        guard shelf.entries.count >= 2 else {
            let place = folders.map(\.printable).joined(separator: ", ")
            let found = shelf.entries.isEmpty ? "no picture" : "one picture"
            throw PretrainingError(
                .pictures, place, "holds \(found) of good parts (.png, .jpg, .jpeg, .bmp); give two or more")
        }
    }

    public var count: Int { shelf.entries.count }
    /// SHA-256 of each file, in the order of the pictures.
    public var digests: [SHA256Digest] { shelf.entries.map(\.digest) }
    /// Where each picture comes from.
    public var paths: [FilePath] { shelf.entries.map(\.path) }
    /// Files that could not be read and are left out, one line each.
    public var skipped: [PretrainingError] { shelf.refusals }
    /// One digest of them all, for the record: of the files' digests, sorted, so that names and places do not matter.
    public var digest: SHA256Digest { SHA256Digest(hashing: digests.sorted().flatMap(\.bytes)) }

    /// The picture as it is kept.
    /// - Throws: `PretrainingError.pictures` where it has to be decoded again and cannot be.
    public func image(_ index: Int) throws(PretrainingError) -> Image { try shelf.image(index) }

    /// A random window, flipped, scaled and coloured as the augmentation says.
    /// - Parameter planes: 3 × height × width: R, then G, then B; grey levels 0...255.
    /// - Throws: `PretrainingError.pictures` where the picture has to be decoded again and cannot be.
    public func crop(
        _ index: Int, width: Int, height: Int, augmentation: Augmentation, random: inout SeededRandom,
        into planes: UnsafeMutablePointer<Float>
    ) throws {
        let image = try shelf.image(index)
        augmentation.cut(image, width: width, height: height, random: &random, into: planes)
    }
}
