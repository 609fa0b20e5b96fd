import CKernels
import Foundation

/// A picture's worth of a pseudo-defect: how much it covers each pixel, and with which colour.
///
/// M = s p / max p (equation 5), v = s Σ colourₖ pₖ / max p (6), blended as normal (1 − M) + v (7), where pₖ is the weighted
/// density of component k, p their sum, and max goes over the pixels of this picture. All sums are relative to the
/// largest value that a single component has at any pixel, so that the ratio stands even where every density underflows.
/// What lies 38 powers of two under that is left out. Belongs to one thread.
public final class MixtureCanvas {
    public let width: Int
    public let height: Int
    public let colours: Int
    /// Rows kept at a time.
    let rows: Int
    /// Plane 0 has p, plane 1 + c the sum weighted with colour c; rows are padded to whole vectors.
    let planes: UnsafeMutableBufferPointer<Float>
    let stride: Int
    let plane: Int
    /// Instruction set of the kernels.
    let level: Int32
    private(set) var components: [mixture_component] = []
    private(set) var paint: [Float] = []
    private(set) var reference = 0.0
    private(set) var summit = mixture_summit()
    /// What turns sums into M and v: s / max p.
    private(set) var scale: Float = 0

    /// - Parameter rows: kept at a time; all unless given. Large pictures are made in bands: see `bands`.
    public convenience init(width: Int, height: Int, colours: Int, rows: Int? = nil) {
        self.init(width: width, height: height, colours: colours, rows: rows, level: kernel_level())
    }

    /// - Parameter level: 0 is for every processor, 1 for AVX2, 2 for AVX-512.
    package init(width: Int, height: Int, colours: Int, rows: Int? = nil, level: Int32) {
        precondition(width > 0 && height > 0 && (1...4).contains(colours))
        self.width = width
        self.height = height
        self.colours = colours
        self.level = level
        self.rows = min(height, max(1, rows ?? height))
        stride = (width + 15) / 16 * 16
        plane = stride * self.rows
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: (1 + colours) * plane * 4, alignment: 64)
        planes = bytes.bindMemory(to: Float.self)
    }

    deinit { planes.deallocate() }

    /// The best instruction set of this processor.
    package static var bestLevel: Int32 { kernel_level() }

    /// Makes the sums of all rows.
    /// - Precondition: the canvas keeps all rows and has the mixture's colours.
    public func draw(_ mixture: GaussianMixture) {
        precondition(rows == height)
        prepare(mixture)
        sums(first: 0, rows: height)
        scale = Float(mixture.strength) / summit.value
    }

    /// Gives `body` one band of rows after another: the first row and their number; the accessors below then speak of
    /// these rows alone.
    public func bands(of mixture: GaussianMixture, _ body: (Range<Int>) throws -> Void) rethrows {
        prepare(mixture)
        let starts = Swift.stride(from: 0, to: height, by: rows)
        // The maximum is known only when all rows were made once; a picture of one band keeps them.
        for first in starts { sums(first: first, rows: min(rows, height - first)) }
        scale = Float(mixture.strength) / summit.value
        for first in starts {
            let count = min(rows, height - first)
            if rows < height { sums(first: first, rows: count) }
            try body(first..<first + count)
        }
    }

    /// M at row `row` of those kept.
    public func mask(row: Int, into out: UnsafeMutablePointer<Float>) {
        let sums = planes.baseAddress! + row * stride
        for x in 0..<width { out[x] = sums[x] * scale }
    }

    /// v of one colour at row `row` of those kept.
    public func defect(row: Int, colour: Int, into out: UnsafeMutablePointer<Float>) {
        let sums = planes.baseAddress! + (1 + colour) * plane + row * stride
        for x in 0..<width { out[x] = sums[x] * scale }
    }

    /// The defective picture.
    /// - Parameters:
    ///   - normal: colours × height × width, in −1…1.
    ///   - out: shaped alike; may be `normal`.
    /// - Precondition: `draw` was called.
    public func blend(_ normal: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>) {
        precondition(rows == height)
        for c in 0..<colours {
            for y in 0..<height {
                let covered = planes.baseAddress! + y * stride
                let painted = covered + (1 + c) * plane
                let from = (c * height + y) * width
                for x in 0..<width {
                    out[from + x] = normal[from + x] * (1 - covered[x] * scale) + painted[x] * scale
                }
            }
        }
    }

    private func prepare(_ mixture: GaussianMixture) {
        precondition(mixture.shape.colours == colours)
        components.removeAll(keepingCapacity: true)
        paint.removeAll(keepingCapacity: true)
        for k in 0..<mixture.shape.components {
            components.append(mixture_component(mixture, k, width: width, height: height))
            paint.append(contentsOf: mixture.colour(of: k).map(Float.init))
        }
        reference = mixture_reference(
            components, Int32(components.count), Int32(width), Int32(height), level)
        summit = mixture_summit()
    }

    private func sums(first: Int, rows: Int) {
        mixture_sums(
            components, Int32(components.count), paint, Int32(colours), reference, Int32(width), Int32(first),
            Int32(rows),
            Int64(stride), Int64(plane), planes.baseAddress!, &summit, level)
    }
}

extension mixture_component {
    /// Logarithms are binary and distances in units in which the Gaussian is 2^−t².
    static let unit = (0.5 / log(2)).squareRoot()

    /// Component `k` on a grid whose first and last pixel centres lie at −1 and +1.
    init(_ mixture: GaussianMixture, _ k: Int, width: Int, height: Int) {
        let (sx, sy) = (mixture.value(.widthX, of: k), mixture.value(.widthY, of: k))
        let rho = mixture.value(.correlation, of: k)
        let uncorrelated = (1 - rho) * (1 + rho)
        let (dx, dy) = (2 / Double(max(width - 1, 1)), 2 / Double(max(height - 1, 1)))
        let above = -1 - mixture.value(.meanY, of: k)
        let slope = rho * sx / sy
        self.init(
            centre: (mixture.value(.meanX, of: k) + 1 + slope * above) / dx, slope: slope * dy / dx,
            inverse: dx / (sx * uncorrelated.squareRoot()) * Self.unit, across: above / sy * Self.unit,
            step: dy / sy * Self.unit,
            peak: log2(mixture.value(.weight, of: k)) - log2(2 * .pi * sx * sy) - 0.5 * log2(uncorrelated))
    }
}
