import Raster

/// A picture brought down to the pixels of a screen: as light, so that it can still be blended. Reducing a large
/// photograph costs milliseconds, so keep the mosaic for as long as the part and the fit stay the same.
public struct Mosaic: Hashable, Sendable {
    public let fit: Fit
    /// `fit.width · fit.height` colours as light, row-major.
    public var light: [LinearLight.Value]

    /// The mean light of the pixels that each pixel of the grid covers, with fractional shares at its edges.
    /// - Parameter place: which rectangle of the part the image shows; beyond it the image's edge goes on.
    public init(_ image: Image, covering place: Shares = .whole, fit: Fit) {
        self.fit = fit
        light = Reduction.mean(image, of: fit.crop.seen(in: place), width: fit.width, height: fit.height)
    }

    public init(_ image: Image, in box: Box, glyphs: GlyphMode = .half, viewport: Viewport = .whole) {
        self.init(
            image, fit: Fit(width: image.width, height: image.height, in: box, glyphs: glyphs, viewport: viewport))
    }

    /// The whole part with a finer picture of a rectangle of it laid over: where the detail reaches it is seen.
    public init(_ image: Image, detail: Image, covering place: Shares, fit: Fit) {
        self.init(image, fit: fit)
        guard place.meets(fit.crop) else { return }
        let fine = Mosaic(detail, covering: place, fit: fit)
        let view = fit.crop
        for y in 0..<fit.height {
            let top = view.top + view.height * Double(y) / Double(fit.height)
            for x in 0..<fit.width {
                let left = view.left + view.width * Double(x) / Double(fit.width)
                let pixel = Shares(
                    left: left, top: top, right: left + view.width / Double(fit.width),
                    bottom: top + view.height / Double(fit.height))
                if place.contains(pixel) { light[y * fit.width + x] = fine.light[y * fit.width + x] }
            }
        }
    }
}

/// A map brought down to the pixels of a screen by taking the largest value in each, so that a thin defect on a
/// large part is still there.
public struct PeakMosaic: Hashable, Sendable {
    public let fit: Fit
    /// `fit.width · fit.height` values, row-major.
    public var values: [Float]

    /// - Parameters:
    ///   - place: which rectangle of the part the map covers; beyond it the map's edge goes on.
    ///   - fit: usually that of the picture the map belongs to, so that the two lie over each other.
    public init(_ plane: Plane, covering place: Shares = .whole, fit: Fit) {
        self.fit = fit
        values = Reduction.peak(plane, of: fit.crop.seen(in: place), width: fit.width, height: fit.height)
    }

    public init(_ plane: Plane, in box: Box, glyphs: GlyphMode = .half, viewport: Viewport = .whole) {
        self.init(
            plane, fit: Fit(width: plane.width, height: plane.height, in: box, glyphs: glyphs, viewport: viewport))
    }

    /// A mask: 1 where a pixel of the grid touches a defective one, else 0.
    public init(_ mask: Mask, covering place: Shares = .whole, fit: Fit) {
        self.init(
            Plane(width: mask.width, height: mask.height, values: mask.values.map { $0 == 0 ? 0 : 1 }),
            covering: place, fit: fit)
    }
}

extension Shares {
    /// This rectangle in shares of another one instead of the whole part.
    func seen(in place: Shares) -> Shares {
        guard place != .whole, place.width > 0, place.height > 0 else { return self }
        return Shares(
            left: (left - place.left) / place.width, top: (top - place.top) / place.height,
            right: (right - place.left) / place.width, bottom: (bottom - place.top) / place.height)
    }
}
