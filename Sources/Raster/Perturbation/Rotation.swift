import Foundation

extension Image {
    /// Turned about its centre, counterclockwise as seen; bilinear, edges repeated, of the same size.
    public func rotated(degrees: Double) -> Image {
        let turn = Turn(degrees: degrees, width: width, height: height)
        let out = [UInt8](unsafeUninitializedCapacity: pixels.count) { out, count in
            pixels.withUnsafeBufferPointer { source in
                turn.forEachPixel { i, x, y in
                    let between = turn.between(x, y)
                    for c in 0..<3 {
                        let value = between.mix {
                            Float(source[3 * $0 + c])
                        }
                        out[3 * i + c] = UInt8(min(max(value + 0.5, 0), 255))
                    }
                }
            }
            count = out.count
        }
        return Image(width: width, height: height, pixels: out)
    }
}

extension Mask {
    /// As `Image.rotated`, by the nearest pixel.
    public func rotated(degrees: Double) -> Mask {
        let turn = Turn(degrees: degrees, width: width, height: height)
        var out = values
        turn.forEachPixel { i, x, y in out[i] = values[turn.nearest(x, y)] }
        return Mask(width: width, height: height, values: out)
    }
}

extension Plane {
    /// As `Image.rotated`.
    public func rotated(degrees: Double) -> Plane {
        let turn = Turn(degrees: degrees, width: width, height: height)
        var out = values
        turn.forEachPixel { i, x, y in out[i] = turn.between(x, y).mix { values[$0] } }
        return Plane(width: width, height: height, values: out)
    }
}

/// Where each pixel of a turned picture comes from.
private struct Turn {
    let width: Int
    let height: Int
    private let sine: Double
    private let cosine: Double

    init(degrees: Double, width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        (sine, cosine) = (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
    }

    /// Calls with each pixel's index and its source, in pixel centres, kept inside the picture. Rows point down, so
    /// turning the content counterclockwise is looking for it clockwise.
    @inline(__always)
    func forEachPixel(_ body: (_ index: Int, _ x: Double, _ y: Double) -> Void) {
        let (right, bottom) = (Double(width - 1), Double(height - 1))
        for row in 0..<height {
            let dy = Double(row) - bottom / 2
            for column in 0..<width {
                let dx = Double(column) - right / 2
                let x = right / 2 + cosine * dx - sine * dy
                let y = bottom / 2 + sine * dx + cosine * dy
                body(row * width + column, min(max(x, 0), right), min(max(y, 0), bottom))
            }
        }
    }

    @inline(__always)
    func nearest(_ x: Double, _ y: Double) -> Int { Int(y + 0.5) * width + Int(x + 0.5) }

    /// Four pixels and how far the source lies from the first towards the others.
    struct Between {
        let corners: (Int, Int, Int, Int)
        let across: Float
        let down: Float

        @inline(__always)
        func mix(_ value: (Int) -> Float) -> Float {
            let top = value(corners.0) * (1 - across) + value(corners.1) * across
            let bottom = value(corners.2) * (1 - across) + value(corners.3) * across
            return top * (1 - down) + bottom * down
        }
    }

    @inline(__always)
    func between(_ x: Double, _ y: Double) -> Between {
        let (left, top) = (Int(x), Int(y))
        let (right, bottom) = (min(left + 1, width - 1), min(top + 1, height - 1))
        return Between(
            corners: (top * width + left, top * width + right, bottom * width + left, bottom * width + right),
            across: Float(x - Double(left)), down: Float(y - Double(top)))
    }
}
