import Detectors
import Disk
import Raster
import Synchronization
import SystemPackage

/// Cuts rectangles out of a part's picture at its full size, so that zooming in shows the part's own pixels. The last
/// picture stays decoded: panning reads no file.
public final class PictureDetail: Sendable {
    /// A piece of a part.
    public struct Piece: Equatable, Sendable {
        public let image: Image
        /// What it shows, snapped to whole pixels of the part: shares of the field of view.
        public let box: ShareBox
        /// The same in the part's own pixels, upright, from the part's top left.
        public let boxInPart: Region.Box
        /// Part pixels per pixel of `image` along x and y; 1 shows the part's own pixels.
        public let reduction: Double
        /// Width and height of the whole part, upright.
        public let part: InputGeometry.Size
    }

    /// A picture with more pixels is decoded anew each time.
    public static let keptPixels = 64_000_000

    private struct Decoded: Sendable {
        let path: FilePath
        let stamp: FileStamp
        let digest: SHA256Digest
        let image: Image
    }

    private let kept = Mutex<Decoded?>(nil)
    private let keptPixels: Int

    public init(keptPixels: Int = keptPixels) { self.keptPixels = keptPixels }

    /// - Parameters:
    ///   - digest: of the part as it was inspected; a file that is another by now is refused. `nil`: whatever is there.
    ///   - inputProtocol: which tells the field of view that `box` counts in.
    ///   - box: what to show; clamped to the field of view, at least one pixel.
    ///   - limit: most pixels of the piece along each axis. It is made smaller to fit, never larger.
    /// - Throws: `RasterError`, `DiskError`, `InspectionError.changed`.
    /// - Precondition: both limits are positive.
    public func piece(
        of path: FilePath, digest: SHA256Digest?, inputProtocol: Recipe.InputProtocol, box: ShareBox,
        atMost limit: (width: Int, height: Int)
    ) throws -> Piece {
        precondition(limit.width > 0 && limit.height > 0)
        let image = try picture(path, digest)
        let seen = inputProtocol.shownShare(width: image.width, height: image.height)
        let inner = box.pixels(width: seen.width, height: seen.height)
        let cut = image.cropped(x: seen.x + inner.x, y: seen.y + inner.y, width: inner.width, height: inner.height)
        let reduction = max(
            1, Double(inner.width) / Double(limit.width), Double(inner.height) / Double(limit.height))
        return Piece(
            image: cut.resized(
                width: min(limit.width, max(1, Int((Double(inner.width) / reduction).rounded()))),
                height: min(limit.height, max(1, Int((Double(inner.height) / reduction).rounded())))),
            box: ShareBox(inner, of: seen.width, seen.height),
            boxInPart: .init(x: seen.x + inner.x, y: seen.y + inner.y, width: inner.width, height: inner.height),
            reduction: reduction, part: .init(width: image.width, height: image.height))
    }

    /// Forgets the picture that is kept.
    public func forget() { kept.withLock { $0 = nil } }

    private func picture(_ path: FilePath, _ digest: SHA256Digest?) throws -> Image {
        let stamp = FileStamp(path)
        if let stamp, let known = kept.withLock({ $0 }), known.path == path, known.stamp == stamp,
            digest == nil || digest == known.digest
        {
            return known.image
        }
        // Before the next is decoded, so that there are never two.
        forget()
        let bytes = try path.readAll(limit: DecodeLimits.standard.fileBytes)
        let found = SHA256Digest(hashing: bytes)
        if let digest, digest != found { throw InspectionError.changed(path) }
        let image = try Image.decode(bytes, name: path)
        if let stamp, image.width * image.height <= keptPixels {
            kept.withLock { $0 = Decoded(path: path, stamp: stamp, digest: found, image: image) }
        }
        return image
    }
}

extension InspectionError {
    /// A verdict on another picture than the one that was scored would be a verdict on the wrong part.
    static func changed(_ path: FilePath) -> InspectionError {
        InspectionError(.changed, path, "the file has changed since it was inspected; inspect it again")
    }
}
