import Canvas
import Raster
import Synchronization
import SystemPackage

/// Which picture is asked for: the same part is asked for again once it has a score, because then it has a map.
public struct PictureRequest: Hashable, Sendable {
    public let category: String
    public let part: Int
    public let path: FilePath
    /// The inspection whose map belongs to it.
    public let run: Int
    public let withMap: Bool
}

/// What there is to see of a part. Two of them are equal when they are the same object: comparing states must not
/// compare pixels.
public final class PartPicture: Equatable, Sendable {
    /// Brought down to a size that a terminal can show.
    public let image: Image?
    /// Anomaly map over the same field of view, in units of the score.
    public let map: Plane?
    public let mask: Mask?
    /// Width and height of the file's picture in pixels.
    public let pixels: (width: Int, height: Int)?
    /// Why there is no picture: one printable sentence.
    public let problem: String?
    /// The last reductions, because a slide of the threshold draws the same part at the same size 30 times a second.
    private let reduced = Mutex(Reduced())

    private struct Reduced: Sendable {
        var mosaics: [Mosaic] = []
        var peaks: [PeakMosaic] = []
    }

    public init(image: Image, map: Plane?, mask: Mask?, pixels: (width: Int, height: Int)) {
        self.image = image
        self.map = map
        self.mask = mask
        self.pixels = pixels
        problem = nil
    }

    public init(problem: String) {
        image = nil
        map = nil
        mask = nil
        pixels = nil
        self.problem = problem
    }

    func mosaic(in box: Box) -> Mosaic? {
        guard let image else { return nil }
        let fit = Fit(width: image.width, height: image.height, in: box)
        return reduced.withLock { reduced in
            if let known = reduced.mosaics.first(where: { $0.fit == fit }) { return known }
            let mosaic = Mosaic(image, fit: fit)
            reduced.mosaics = reduced.mosaics.suffix(1) + [mosaic]
            return mosaic
        }
    }

    /// The map at the place and size of the picture.
    func peaks(in box: Box) -> PeakMosaic? {
        guard let image, let map else { return nil }
        let fit = Fit(width: image.width, height: image.height, in: box)
        return reduced.withLock { reduced in
            if let known = reduced.peaks.first(where: { $0.fit == fit }) { return known }
            let peaks = PeakMosaic(map, fit: fit)
            reduced.peaks = reduced.peaks.suffix(1) + [peaks]
            return peaks
        }
    }

    public static func == (a: PartPicture, b: PartPicture) -> Bool { a === b }
}
