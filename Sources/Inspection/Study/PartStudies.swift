import Detectors
import Disk
import Foundation
import Network
import Raster
import Synchronization
import SystemPackage

/// Studies parts of one category under one calibration: regions, what each tap of the network brought into their
/// scores, and the good parts that look most alike.
///
/// Any thread may ask; one part is studied at a time, on the asking thread, with one pass of the network. What good
/// parts look like is learnt once by `describe`, in the background, and kept in the score cache.
public final class PartStudies: Sendable {
    public let category: Category
    public let calibration: SHA256Digest
    public let detector: any Detector
    let backbone: Backbone
    let cache: ScoreCache?
    /// Of the parts that were learnt.
    let learnt: Set<SHA256Digest>
    let catalogue: Mutex<DescriptorCatalogue>
    let description = Mutex(Description())
    private let studied = Mutex(Studied())

    /// How far `describe` has come.
    struct Description: Sendable {
        var isStarted = false
        var isCancelled = false
        var progress = DescriptionProgress(done: 0, total: 0, missing: 0, isFinished: false)
        var trouble: InspectionError?
    }

    /// The network's working memory, and the part whose embedding it holds.
    private struct Studied {
        var inspector: Inspector?
        var digest: SHA256Digest?
        var size = InputGeometry.Size(width: 0, height: 0)
        var grid: Plane?

        /// Sees to it that the inspector's slot holds the part.
        mutating func hold(
            _ bytes: [UInt8], _ path: FilePath, _ digest: SHA256Digest, _ detector: any Detector, _ backbone: Backbone
        ) throws {
            if self.digest == digest { return }
            (self.digest, grid) = (nil, nil)
            let size = try Image.size(of: path)
            if inspector == nil { inspector = try Inspector(detector, backbone: backbone) }
            try inspector?.embed(prepared: try detector.recipe.picture(of: bytes, name: path), slot: 0)
            self.size = .init(width: size.width, height: size.height)
            self.digest = digest
        }
    }

    /// - Parameters:
    ///   - calibration: verified already, with its digest.
    ///   - backbone: the one it was made with, of one thread.
    ///   - cache: `nil` where there is none: good parts are then described anew at each start.
    public init(
        category: Category, calibration: Calibration, digest: SHA256Digest, backbone: Backbone, cache: ScoreCache?
    ) {
        self.category = category
        self.calibration = digest
        detector = calibration.detector
        self.backbone = backbone
        self.cache = cache
        learnt = Set(calibration.parts)
        catalogue = Mutex(DescriptorCatalogue(dimensions: calibration.detector.descriptorChannels))
    }

    /// Studies a part. The same part again, at another threshold, does not run the network again.
    /// - Parameters:
    ///   - digest: of the part as it was inspected.
    ///   - anomaly: as it was found; where it has no grid that fits, the distances
    ///     are computed here.
    ///   - pixelThreshold: where regions begin, on the scale of scores; the category's threshold unless it has another.
    /// - Throws: `InspectionError.changed` where the file is another by now; `DiskError`, `RasterError`,
    ///   `DetectorError`, `NetworkError`.
    public func study(
        _ part: Part, digest: SHA256Digest, anomaly: Anomaly, pixelThreshold: Float
    ) throws -> PartStudy {
        let bytes = try part.path.readAll(limit: DecodeLimits.standard.fileBytes)
        guard SHA256Digest(hashing: bytes) == digest else { throw InspectionError.changed(part.path) }
        typealias Seen = (InputGeometry.Size, Plane?, RegionFindings?, [DistanceShares], [Float])
        let (size, map, regions, shares, descriptor) = try studied.withLock { studied -> Seen in
            try studied.hold(bytes, part.path, digest, detector, backbone)
            // A damaged cache may give a grid of another size.
            let found = anomaly.grid.flatMap {
                ($0.width, $0.height) == (detector.gridWidth, detector.gridHeight) ? $0 : nil
            }
            let grid = found ?? studied.grid ?? studied.inspector?.anomalies(count: 1)[0].grid
            studied.grid = grid
            guard let inspector = studied.inspector else {
                throw InspectionError(.calibration, calibration.short, "cannot look at a part; calibrate again")
            }
            guard detector.makesMap else { return (studied.size, nil, nil, [], inspector.descriptor()) }
            guard let map = detector.map(of: Anomaly(score: anomaly.score, grid: grid))
            else {
                throw InspectionError(.calibration, calibration.short, "its detector gives no map; calibrate again")
            }
            let regions = findings(map, studied.size, pixelThreshold)
            let shares = regions.regions.compactMap {
                inspector.tapShares(at: $0.peakPatch.y * detector.gridWidth + $0.peakPatch.x)
            }
            return (studied.size, map, regions, shares, inspector.descriptor())
        }
        let (nearest, compared) = catalogue.withLock { catalogue in
            (
                catalogue.nearest(to: descriptor, count: PartStudy.nearestCount, except: digest),
                catalogue.entries.count
            )
        }
        return PartStudy(
            part: part, digest: digest, size: size, map: map, regions: regions, shares: shares, nearest: nearest,
            compared: compared)
    }

    /// The regions of a part that was studied at another threshold, without the network: for a slide.
    public func regions(of study: PartStudy, at pixelThreshold: Float) -> RegionFindings? {
        study.map.map { findings($0, study.size, pixelThreshold) }
    }

    private func findings(_ map: Plane, _ size: InputGeometry.Size, _ threshold: Float) -> RegionFindings {
        RegionFindings(
            map: map, threshold: threshold, part: (size.width, size.height), inputProtocol: detector.recipe.inputProtocol,
            grid: (detector.gridWidth, detector.gridHeight))
    }
}
