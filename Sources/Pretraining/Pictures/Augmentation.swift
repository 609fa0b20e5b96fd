import Foundation
import Network
import Raster

/// How a window is cut from a picture and changed, so that a network never sees the same pixels twice. Every range is
/// uniform unless said otherwise.
public struct Augmentation: Codable, Equatable, Sendable {
    /// Mirrored left to right in half of the cases.
    public var flipsHorizontally: Bool
    /// Mirrored top to bottom in half of the cases.
    public var flipsVertically: Bool
    /// The window's side as a share of the largest window of that shape that the picture holds, in 0...1.
    public var smallestScale: Float
    public var largestScale: Float
    /// The window is stretched by up to this ratio along one axis; 1 for not at all. Log-uniform.
    public var stretch: Float
    /// Turned by up to so many degrees either way; what is outside the picture is mirrored in.
    public var rotation: Float
    /// Grey levels times 1 ± brightness.
    public var brightness: Float
    /// Distance from mid-grey times 1 ± contrast.
    public var contrast: Float
    /// Distance from the pixel's own grey times 1 ± saturation.
    public var saturation: Float
    /// Each of R, G, B times 1 ± colour, apart from each other.
    public var colour: Float
    /// In this share of the cases all colour is taken away, 0...1.
    public var grey: Float

    public init(
        flipsHorizontally: Bool = false, flipsVertically: Bool = false, smallestScale: Float = 1,
        largestScale: Float = 1, stretch: Float = 1, rotation: Float = 0, brightness: Float = 0, contrast: Float = 0,
        saturation: Float = 0, colour: Float = 0, grey: Float = 0
    ) {
        self.flipsHorizontally = flipsHorizontally
        self.flipsVertically = flipsVertically
        self.smallestScale = smallestScale
        self.largestScale = largestScale
        self.stretch = stretch
        self.rotation = rotation
        self.brightness = brightness
        self.contrast = contrast
        self.saturation = saturation
        self.colour = colour
        self.grey = grey
    }

    /// The largest window of the shape wanted, anywhere in the picture, as it is.
    public static let none = Augmentation()
    /// For good parts: flips, a little scale and light; what a camera on a line might see.
    public static let gentle = Augmentation(
        flipsHorizontally: true, flipsVertically: true, smallestScale: 0.7, brightness: 0.1, contrast: 0.1)
    /// For telling classes apart: shape and texture are to decide, not size or colour.
    public static let strong = Augmentation(
        flipsHorizontally: true, flipsVertically: true, smallestScale: 0.5, stretch: 1.25, brightness: 0.3,
        contrast: 0.3, saturation: 0.4, colour: 0.15, grey: 0.15)

    /// What is wrong with the values, in one sentence; `nil` where nothing is.
    public var problem: String? {
        let shares = [brightness, contrast, saturation, colour, grey]
        if !(smallestScale >= 0.05 && smallestScale <= largestScale && largestScale <= 1) {
            return "the scale must go from 0.05 or more to at most 1, the smallest first"
        }
        if !(1...4).contains(stretch) { return "stretch must be from 1 to 4" }
        if !(0...180).contains(rotation) { return "rotation must be from 0 to 180 degrees" }
        if !shares.allSatisfy({ (0...1).contains($0) }) {
            return "brightness, contrast, saturation, colour and grey must be from 0 to 1"
        }
        return nil
    }

    /// Draws a window and a tone and fills `planes`. As many numbers are drawn whatever the values are, so that two
    /// augmentations of one seed can be compared.
    /// - Parameter planes: 3 × height × width; grey levels 0...255.
    func cut(
        _ image: Image, width: Int, height: Int, random: inout SeededRandom, into planes: UnsafeMutablePointer<Float>
    ) {
        let window = window(image, width, height, &random)
        let tone = tone(&random)
        window.sample(image, into: planes)
        if tone != .identity { tone.apply(planes, count: width * height) }
    }

    private func window(_ image: Image, _ width: Int, _ height: Int, _ random: inout SeededRandom) -> Window {
        let (wide, high) = (Float(image.width), Float(image.height))
        let scale = random.uniform(in: smallestScale...max(smallestScale, largestScale))
        let ratio = expf(random.uniform(in: -1...1) * logf(stretch) / 2)
        let step = min(wide / Float(width), high / Float(height)) * scale
        // Source pixels for one output pixel along each axis.
        let (across, down) = (min(step * ratio, wide / Float(width)), min(step / ratio, high / Float(height)))
        let angle = random.uniform(in: -1...1) * rotation * .pi / 180
        let (cosine, sine) = (cosf(angle), sinf(angle))
        let (halfX, halfY) = (across * Float(width) / 2, down * Float(height) / 2)
        let reachX = min(abs(cosine) * halfX + abs(sine) * halfY, wide / 2)
        let reachY = min(abs(sine) * halfX + abs(cosine) * halfY, high / 2)
        let x = reachX + random.uniform() * (wide - 2 * reachX)
        let y = reachY + random.uniform() * (high - 2 * reachY)
        let signX: Float = random.uniform() < 0.5 && flipsHorizontally ? -1 : 1
        let signY: Float = random.uniform() < 0.5 && flipsVertically ? -1 : 1
        return Window(
            width: width, height: height, centre: (x, y), right: (cosine * across * signX, sine * across * signX),
            down: (-sine * down * signY, cosine * down * signY))
    }

    private func tone(_ random: inout SeededRandom) -> Tone {
        func factor(_ range: Float) -> Float { 1 + range * random.uniform(in: -1...1) }
        let (light, spread, vivid) = (factor(brightness), factor(contrast), factor(saturation))
        let gains = [factor(colour), factor(colour), factor(colour)]
        let chroma = random.uniform() < grey ? 0 : vivid
        return Tone(gains: gains.map { $0 * light * spread }, chroma: chroma, offset: 128 * (1 - spread))
    }
}
