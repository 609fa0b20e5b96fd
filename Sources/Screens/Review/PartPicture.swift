import Canvas
import Detectors
import Inspection
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

/// How a part's map lies over the part.
public struct MapGeometry: Equatable, Sendable {
    public let inputProtocol: Recipe.InputProtocol
    /// Patches of the detector along each axis.
    public let gridWidth: Int
    public let gridHeight: Int

    /// Whether the detector shows where a part departs, or judges it as a whole.
    public var makesMap: Bool { gridWidth > 0 }

    public init(inputProtocol: Recipe.InputProtocol, gridWidth: Int, gridHeight: Int) {
        self.inputProtocol = inputProtocol
        self.gridWidth = gridWidth
        self.gridHeight = gridHeight
    }
}

/// What there is to see of a part. Two of them are equal when they are the same object: comparing states must not
/// compare pixels.
public final class PartPicture: Equatable, Sendable {
    /// Brought down to a size that a terminal can show.
    public let image: Image?
    /// Anomaly map over the same field of view, in units of the score.
    public let map: Plane?
    /// Ground truth over the same field of view.
    public let mask: Mask?
    /// Width and height of the file's picture in pixels.
    public let pixels: (width: Int, height: Int)?
    /// `nil` where there is no calibration: the picture is the whole part then.
    public let geometry: MapGeometry?
    /// Why there is no picture: one printable sentence.
    public let problem: String?
    /// The last reductions, because a slide of the threshold draws the same part at the same size 30 times a second.
    private let kept = Mutex(Kept())

    private struct Kept: Sendable {
        var mosaics: [(detail: PartDetail?, mosaic: Mosaic)] = []
        var peaks: [PeakMosaic] = []
        var truths: [PeakMosaic] = []
        var regions: [RegionFindings] = []
        var drawings: [(drawing: Drawing, detail: PartDetail?, drawn: DrawnPicture)] = []
    }
    /// As many as one screen shows of a part.
    private static let keptDrawings = 2

    public init(
        image: Image, map: Plane?, mask: Mask?, pixels: (width: Int, height: Int), geometry: MapGeometry? = nil
    ) {
        self.image = image
        self.map = map
        self.mask = mask
        self.pixels = pixels
        self.geometry = geometry
        problem = nil
    }

    public init(problem: String) {
        image = nil
        map = nil
        mask = nil
        pixels = nil
        geometry = nil
        self.problem = problem
    }

    /// Where it stands in a box.
    func fit(in box: Box, glyphs: GlyphMode, viewport: Viewport = .whole) -> Fit? {
        image.map { Fit(width: $0.width, height: $0.height, in: box, glyphs: glyphs, viewport: viewport) }
    }

    /// The pixels that the field of view has in the file.
    var seen: (width: Int, height: Int)? {
        pixels.map { pixels in
            let seen = geometry?.inputProtocol.shownShare(width: pixels.width, height: pixels.height)
            return (seen?.width ?? pixels.width, seen?.height ?? pixels.height)
        }
    }

    /// The whole part, as large as fits.
    func mosaic(in box: Box, glyphs: GlyphMode) -> Mosaic? { fit(in: box, glyphs: glyphs).flatMap { mosaic($0) } }

    /// - Parameter detail: a finer picture of a piece of it, to be laid over where it reaches.
    func mosaic(_ fit: Fit, detail: PartDetail? = nil) -> Mosaic? {
        guard let image else { return nil }
        let known = kept.withLock { $0.mosaics.first { $0.mosaic.fit == fit && $0.detail == detail }?.mosaic }
        if let known { return known }
        // Outside the lock, which the screen's thread takes too: a thread that draws ahead may have to stand aside.
        let mosaic =
            detail.map { Mosaic(image, detail: $0.image, covering: $0.place, fit: fit) } ?? Mosaic(image, fit: fit)
        kept.withLock { $0.mosaics = $0.mosaics.suffix(1) + [(detail, mosaic)] }
        return mosaic
    }

    /// The map at the place and size of the picture.
    func peaks(_ fit: Fit) -> PeakMosaic? {
        guard let map else { return nil }
        return kept.withLock { kept in
            if let known = kept.peaks.first(where: { $0.fit == fit }) { return known }
            let peaks = PeakMosaic(map, fit: fit)
            kept.peaks = kept.peaks.suffix(1) + [peaks]
            return peaks
        }
    }

    /// The ground truth at the place and size of the picture; `nil` where there is none, or nothing in it.
    func truth(_ fit: Fit) -> PeakMosaic? {
        guard let mask, !mask.isEmpty else { return nil }
        return kept.withLock { kept in
            if let known = kept.truths.first(where: { $0.fit == fit }) { return known }
            let truth = PeakMosaic(mask, fit: fit)
            kept.truths = kept.truths.suffix(1) + [truth]
            return truth
        }
    }

    /// What the map has at or over a threshold; `nil` where there is no map.
    public func regions(at threshold: Float) -> RegionFindings? {
        guard let map, let pixels, threshold.isFinite else { return nil }
        return kept.withLock { kept in
            if let known = kept.regions.first(where: { $0.threshold == threshold }) { return known }
            let found = RegionFindings(
                map: map, threshold: threshold, part: pixels, inputProtocol: geometry?.inputProtocol ?? .whole,
                grid: (geometry?.gridWidth ?? map.width, geometry?.gridHeight ?? map.height))
            kept.regions = kept.regions.suffix(1) + [found]
            return found
        }
    }

    func known(_ drawing: Drawing, _ detail: PartDetail?) -> DrawnPicture? {
        kept.withLock { kept in
            kept.drawings.first { $0.drawing == drawing && $0.detail == detail }?.drawn
        }
    }

    func keep(_ drawn: DrawnPicture, _ drawing: Drawing, _ detail: PartDetail?) {
        kept.withLock { kept in
            kept.drawings = kept.drawings.suffix(Self.keptDrawings - 1) + [(drawing, detail, drawn)]
        }
    }

    var lastDrawings: [Drawing] { kept.withLock { $0.drawings.map(\.drawing) } }

    /// Where the map is highest, in shares of the field of view; the middle without a map.
    var peak: (x: Double, y: Double) {
        guard let map, let at = map.values.indices.max(by: { map.values[$0] < map.values[$1] }) else {
            return (0.5, 0.5)
        }
        return (
            (Double(at % map.width) + 0.5) / Double(map.width), (Double(at / map.width) + 0.5) / Double(map.height)
        )
    }

    public static func == (a: PartPicture, b: PartPicture) -> Bool { a === b }
}

/// A piece of a part in finer pixels than the picture of all of it has. Equal when it is the same object.
public final class PartDetail: Equatable, Sendable {
    public let image: Image
    /// What it shows of the field of view.
    public let place: Shares

    public init(image: Image, place: Shares) {
        self.image = image
        self.place = place
    }

    public static func == (a: PartDetail, b: PartDetail) -> Bool { a === b }
}

extension ShareBox {
    /// The same rectangle, as canvases have it.
    public var shares: Shares { Shares(left: x, top: y, right: x + width, bottom: y + height) }

    public init(_ shares: Shares) {
        self.init(x: shares.left, y: shares.top, width: shares.width, height: shares.height)
    }
}
