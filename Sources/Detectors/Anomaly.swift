import Raster

/// What a detector says of one part.
public struct Anomaly: Equatable, Sendable {
    /// Raw and never normalised by a test set: the maximum of the smoothed map. Larger is worse; 0 is a perfect match.
    public let score: Float
    /// Distance of each patch from its good distribution, one value a patch; `nil` for detectors without a map.
    public let grid: Plane?

    public init(score: Float, grid: Plane?) {
        self.score = score
        self.grid = grid
    }
}
