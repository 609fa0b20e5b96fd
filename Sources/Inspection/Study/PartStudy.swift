import Detectors
import Disk
import Raster

/// What can be said about one part beyond its score.
public struct PartStudy: Equatable, Sendable {
    public let part: Part
    public let digest: SHA256Digest
    /// The part's size in its own pixels, upright.
    public let size: InputGeometry.Size
    /// The anomaly map over the field of view; regions at other thresholds are found from it without a new study. `nil`
    /// for a detector that judges the part as a whole.
    public let map: Plane?
    /// `nil` where there is no map.
    public let regions: RegionFindings?
    /// For each of `regions.regions`, in their order: the distance of the patch under its peak, and what each tap of
    /// the network brought into it. Empty for a detector whose distances are no sum over taps.
    public let shares: [DistanceShares]
    /// The good parts that look most like it, nearest first, at most three.
    public let nearest: [NearestPart]
    /// How many good parts it was compared with. Fewer than the calibration has where they are still being looked at,
    /// or are not on the disk any more.
    public let compared: Int

    public static let nearestCount = 3

    public init(
        part: Part, digest: SHA256Digest, size: InputGeometry.Size, map: Plane?, regions: RegionFindings?,
        shares: [DistanceShares], nearest: [NearestPart], compared: Int
    ) {
        self.part = part
        self.digest = digest
        self.size = size
        self.map = map
        self.regions = regions
        self.shares = shares
        self.nearest = nearest
        self.compared = compared
    }
}
