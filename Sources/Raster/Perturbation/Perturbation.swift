/// What may happen to a photograph between two days on a line: the part lies otherwise, the light ages, the lens goes
/// out of focus, the camera is driven hotter, somebody saves disk space. Applied to decoded pictures, in their own
/// pixels and their own 8-bit coded values; the same picture, strength and seed give the same result.
public enum Perturbation: Hashable, Sendable {
    /// The picture as it is.
    case none
    /// The content moves by whole pixels to the right and down (negative: left and up).
    case shift(right: Int, down: Int)
    /// About the picture's centre, counterclockwise as seen, in degrees.
    case rotation(Double)
    /// Coded values times `factor` plus `offset`, in grey levels, as a camera's gain and black level change them: not
    /// linear in light, since the values are gamma-coded.
    case brightness(factor: Double, offset: Double)
    /// Coded values' distance from the picture's mean grey times this.
    case contrast(Double)
    /// A Gaussian's standard deviation in pixels.
    case blur(Double)
    /// Independent Gaussian noise of every value, its standard deviation in grey levels.
    case noise(Double)
    /// One more time through libjpeg at this quality, 1...100, chroma at half resolution.
    case jpeg(quality: Int)

    /// What is perturbed, without how much.
    public enum Kind: String, CaseIterable, Codable, Sendable {
        case shift
        case rotation = "rotate"
        case brightness, contrast, blur, noise, jpeg

        /// What an axis of strengths reads.
        public var axis: String {
            switch self {
            case .shift: "shift right and down (pixels)"
            case .rotation: "rotation (degrees)"
            case .brightness: "brightness (factor)"
            case .contrast: "contrast (factor)"
            case .blur: "blur (sigma, pixels)"
            case .noise: "noise (sigma, grey levels)"
            case .jpeg: "JPEG quality"
            }
        }

        /// Where the untouched picture stands on that axis; of a JPEG the end of the scale, which itself is not quite
        /// without loss.
        public var identity: Double {
            switch self {
            case .shift, .rotation, .blur, .noise: 0
            case .brightness, .contrast: 1
            case .jpeg: 100
            }
        }
    }

    /// `nil` of `.none`, which is of every kind.
    public var kind: Kind? {
        switch self {
        case .none: nil
        case .shift: .shift
        case .rotation: .rotation
        case .brightness: .brightness
        case .contrast: .contrast
        case .blur: .blur
        case .noise: .noise
        case .jpeg: .jpeg
        }
    }

    /// Its place on its kind's axis: of a shift the larger move, of a brightness the factor. `nil` of `.none`.
    public var strength: Double? {
        switch self {
        case .none: nil
        case .shift(let right, let down): Double(abs(right) >= abs(down) ? right : down)
        case .brightness(let factor, _): factor
        case .rotation(let value), .contrast(let value), .blur(let value), .noise(let value): value
        case .jpeg(let quality): Double(quality)
        }
    }

    /// Whether every picture stays as it is.
    public var isIdentity: Bool {
        switch self {
        case .none, .shift(0, 0), .rotation(0), .brightness(1, 0), .contrast(1), .blur(0), .noise(0): true
        default: false
        }
    }

    /// Whether what is seen at one pixel is afterwards seen at another, so that ground truth has to follow.
    public var movesPixels: Bool { (kind == .shift || kind == .rotation) && !isIdentity }

    /// The perturbed picture, of the same size.
    /// - Parameter seed: of the noise, which follows from it and from the picture.
    /// - Throws: `RasterError.encoding` from a JPEG with a side over 65500 pixels.
    public func applied(to image: Image, seed: UInt64 = 0) throws(RasterError) -> Image {
        if isIdentity { return image }
        return switch self {
        case .none: image
        case .shift(let right, let down): image.shifted(right: right, down: down)
        case .rotation(let degrees): image.rotated(degrees: degrees)
        case .brightness(let factor, let offset): image.brightened(factor: factor, offset: offset)
        case .contrast(let factor): image.contrasted(factor: factor)
        case .blur(let sigma): image.blurred(sigma: sigma)
        case .noise(let sigma): image.withNoise(sigma: sigma, seed: seed)
        case .jpeg(let quality): try image.throughJPEG(quality: quality)
        }
    }

    /// The ground truth of the perturbed picture: moved where the picture moves (by the nearest pixel, edges repeated
    /// with it), else untouched.
    public func applied(to mask: Mask) -> Mask {
        switch self {
        case .shift(let right, let down): mask.shifted(right: right, down: down)
        case .rotation(let degrees): mask.rotated(degrees: degrees)
        default: mask
        }
    }

    /// A map moved as the picture is: a rotation is bilinear.
    public func applied(to plane: Plane) -> Plane {
        switch self {
        case .shift(let right, let down): plane.shifted(right: right, down: down)
        case .rotation(let degrees): plane.rotated(degrees: degrees)
        default: plane
        }
    }
}
