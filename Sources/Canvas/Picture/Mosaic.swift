import Raster

/// A picture brought down to the pixels of a screen: as light, so that it can still be blended. Reducing a large
/// photograph costs milliseconds, so keep the mosaic for as long as the part and the box stay the same.
public struct Mosaic: Hashable, Sendable {
    public let fit: Fit
    /// `fit.width · fit.height` colours as light, row-major.
    public var light: [LinearLight.Value]

    /// The mean light of the pixels that each pixel of the grid covers, with fractional shares at its edges.
    public init(_ image: Image, fit: Fit) {
        self.fit = fit
        light = Reduction.mean(image, width: fit.width, height: fit.height)
    }

    public init(_ image: Image, in box: Box) {
        self.init(image, fit: Fit(width: image.width, height: image.height, in: box))
    }
}

/// A map brought down to the pixels of a screen by taking the largest value in each, so that a thin defect on a
/// large part is still there.
public struct PeakMosaic: Hashable, Sendable {
    public let fit: Fit
    /// `fit.width · fit.height` values, row-major.
    public var values: [Float]

    /// - Parameter fit: usually that of the picture the map belongs to, so that the two lie over each other.
    public init(_ plane: Plane, fit: Fit) {
        self.fit = fit
        values = Reduction.peak(plane, width: fit.width, height: fit.height)
    }

    public init(_ plane: Plane, in box: Box) {
        self.init(plane, fit: Fit(width: plane.width, height: plane.height, in: box))
    }
}
