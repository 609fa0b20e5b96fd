import Network
import Raster

/// One class of drawn textures: families and parameters that stay, while every picture is a new realisation in other
/// colours and another light.
///
/// Two classes of three stand alone; the third shares its ground with the one before it and differs by what lies on it,
/// so that a scratch, a pore or a letter decides.
public struct TextureClass: Sendable {
    private let index: Int
    private let seed: UInt64
    private let base: any Pattern
    private let second: (pattern: any Pattern, share: Float)?
    private let part: (any Pattern)?
    private let overlays: [any Pattern]
    private let contrast: Float
    /// How far a picture may be turned from how the class lies, in radians.
    private let turn: Float
    private let light: TextureLight

    /// Raised whenever the same seed draws other pictures than before.
    public static let version = 1

    /// - Parameter index: of the class among all that the seed can draw.
    public init(_ index: Int, seed: UInt64) {
        self.index = index
        self.seed = seed
        let isSibling = index % 3 == 2
        var ground = SeededRandom(seed: seed, 1, UInt64(isSibling ? index - 1 : index))
        let isPlain = ground.happens(0.12)
        base = isPlain ? PlainPattern(random: &ground) : TextureFamilies.base(random: &ground)
        second =
            ground.happens(0.3)
            ? (TextureFamilies.base(random: &ground), ground.uniform(in: 0.15...0.5)) : nil
        part = isPlain || ground.happens(0.15) ? PartPattern(random: &ground) : nil
        contrast = ground.uniform(in: 0.35...1.1)
        turn = ground.happens(0.4) ? .pi : 0.2
        light = TextureLight(random: &ground)
        var own = SeededRandom(seed: seed, 2, UInt64(index))
        let count = isSibling ? own.whole(in: 1...2) : own.one(of: [0, 0, 0, 1, 1, 2])
        overlays = (0..<count).map { _ in TextureFamilies.flaw(random: &own) }
    }

    /// A picture of the class: the same for the same number.
    /// - Parameter side: of the square, in pixels; patterns keep their number across it. At least 16.
    public func picture(_ number: Int, side: Int) -> Image {
        var random = SeededRandom(seed: seed, 3, UInt64(index), UInt64(number))
        let pose = Pose(side: side, turn: turn, random: &random)
        var surface = Surface(side: side)
        base.draw(on: &surface, pose: pose, random: &random)
        if let second {
            var other = Surface(side: side)
            second.pattern.draw(on: &other, pose: pose, random: &random)
            for i in surface.tone.indices {
                surface.tone[i] = clamped(surface.tone[i] + second.share * (other.tone[i] - 0.5))
                surface.height[i] += second.share * other.height[i]
            }
        }
        let strength = random.near(contrast, by: 0.25)
        for i in surface.tone.indices { surface.tone[i] = clamped(0.5 + strength * (surface.tone[i] - 0.5)) }
        part?.draw(on: &surface, pose: pose, random: &random)
        for overlay in overlays { overlay.draw(on: &surface, pose: pose, random: &random) }
        return light.fall(on: surface, random: &random)
    }
}

/// A ground with next to nothing on it.
struct PlainPattern: Pattern {
    private let tone: Float

    init(random: inout SeededRandom) { tone = random.uniform(in: 0.1...0.9) }

    func draw(on surface: inout Surface, pose: Pose, random: inout SeededRandom) {
        let noise = GradientNoise(random: &random)
        let own = random.near(tone, by: 0.2)
        surface.paint(pose) { x, y in (clamped(own + 0.05 * noise(x / 60, y / 60)), 0) }
    }
}
