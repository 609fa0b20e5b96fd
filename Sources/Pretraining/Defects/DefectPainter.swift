import Network
import Raster

/// Puts random pseudo-defects on pictures of good parts, in the parts' own pixels, with the outline of what was changed.
public struct DefectPainter: Sendable {
    public let components: Int
    public let ranges: MixtureRanges
    /// Outlined is what the defect covers by more than this share.
    public let outline: Double
    /// Grey levels by which outlined pixels differ from the good part, on average, in their most changed channel: one that
    /// comes out fainter is drawn anew, up to `attempts` times.
    public let contrast: Double

    /// Draws for one picture before the plainest of them is taken.
    public static let attempts = 20

    /// - Precondition: `outline` is less than the least strength, so that no outline is empty.
    public init(components: Int, ranges: MixtureRanges, outline: Double, contrast: Double) {
        precondition(outline < ranges.strength.lowerBound)
        self.components = components
        self.ranges = ranges
        self.outline = outline
        self.contrast = contrast
    }

    public struct Painted: Sendable {
        public let image: Image
        public let mask: Mask
        /// What was drawn; one colour on a grey part.
        public let defect: GaussianMixture
        public let outlinedPixels: Int
        /// Mean over the outlined pixels of the most changed channel, in grey levels.
        public let contrast: Double
    }

    /// - Parameters:
    ///   - grey: paints in greys on a part in colours as well.
    ///   - random: for this picture alone.
    public func paint(_ image: Image, grey: Bool = false, random: inout SeededRandom) -> Painted {
        let shape = MixtureShape(components: components, colours: grey || image.isGrey ? 1 : 3)
        let canvas = MixtureCanvas(width: image.width, height: image.height, colours: shape.colours, rows: 64)
        var best: Painted?
        for _ in 0..<Self.attempts {
            let painted = paint(ranges.draw(shape, from: &random), on: image, canvas)
            if painted.contrast > best?.contrast ?? -1 { best = painted }
            if painted.contrast >= contrast { break }
        }
        // There is at least one attempt.
        return best ?? paint(ranges.draw(shape, from: &random), on: image, canvas)
    }

    private func paint(_ defect: GaussianMixture, on image: Image, _ canvas: MixtureCanvas) -> Painted {
        let width = image.width
        var out = image
        var mask = Mask(
            width: width, height: image.height, values: [UInt8](repeating: 0, count: width * image.height))
        var covered = [Float](repeating: 0, count: width)
        var colour = [Float](repeating: 0, count: width)
        var changed = [UInt8](repeating: 0, count: width)
        var (count, difference) = (0, 0)
        canvas.bands(of: defect) { rows in
            for y in rows {
                canvas.mask(row: y - rows.lowerBound, into: &covered)
                for x in 0..<width { changed[x] = 0 }
                for channel in 0..<3 {
                    if channel < canvas.colours {
                        canvas.defect(row: y - rows.lowerBound, colour: channel, into: &colour)
                    }
                    out.pixels.withUnsafeMutableBufferPointer { pixels in
                        for x in 0..<width {
                            let at = 3 * (y * width + x) + channel
                            let before = pixels[at]
                            // From −1…1 to grey levels: v + 1 − M is what the defect adds, in units of 127.5.
                            let level =
                                Float(before) * (1 - covered[x]) + (colour[x] + covered[x]) * 127.5
                            let after = UInt8(max(0, min(255, level.rounded())))
                            pixels[at] = after
                            changed[x] = max(changed[x], after > before ? after - before : before - after)
                        }
                    }
                }
                for x in 0..<width where Double(covered[x]) > outline {
                    mask.values[y * width + x] = 1
                    count += 1
                    difference += Int(changed[x])
                }
            }
        }
        return Painted(
            image: out, mask: mask, defect: defect, outlinedPixels: count,
            contrast: count == 0 ? 0 : Double(difference) / Double(count))
    }
}

extension Image {
    /// Whether red, green and blue are the same everywhere.
    fileprivate var isGrey: Bool {
        pixels.withUnsafeBufferPointer { pixels in
            for i in Swift.stride(from: 0, to: pixels.count, by: 3)
            where pixels[i] != pixels[i + 1] || pixels[i] != pixels[i + 2] { return false }
            return true
        }
    }
}
