import Raster

/// The resize in plain Swift, tap by tap in 32-bit fixed point: what every kernel must equal to the bit.
enum PlainResize {
    static func resized(_ image: Image, width newWidth: Int, height newHeight: Int) -> Image {
        var (pixels, width) = (image.pixels, image.width)
        if newWidth != width {
            pixels = along(pixels, width: width, height: image.height, to: newWidth)
            width = newWidth
        }
        if newHeight != image.height { pixels = down(pixels, width: width, height: image.height, to: newHeight) }
        return Image(width: newWidth, height: newHeight, pixels: pixels)
    }

    private static func clipped(_ sum: Int32) -> UInt8 { UInt8(min(max(sum >> 22, 0), 255)) }

    private static func along(_ pixels: [UInt8], width: Int, height: Int, to wide: Int) -> [UInt8] {
        let axis = PlainCoefficients(from: width, to: wide)
        var out: [UInt8] = []
        out.reserveCapacity(3 * wide * height)
        for y in 0..<height {
            for (start, weights) in axis.outputs {
                for channel in 0..<3 {
                    var sum: Int32 = 1 << 21
                    var from = 3 * (y * width + start) + channel
                    for weight in weights {
                        sum &+= Int32(pixels[from]) &* weight
                        from += 3
                    }
                    out.append(clipped(sum))
                }
            }
        }
        return out
    }

    private static func down(_ pixels: [UInt8], width: Int, height: Int, to high: Int) -> [UInt8] {
        let axis = PlainCoefficients(from: height, to: high)
        let stride = 3 * width
        var out: [UInt8] = []
        out.reserveCapacity(stride * high)
        for (start, weights) in axis.outputs {
            for i in 0..<stride {
                var sum: Int32 = 1 << 21
                var from = start * stride + i
                for weight in weights {
                    sum &+= Int32(pixels[from]) &* weight
                    from += stride
                }
                out.append(clipped(sum))
            }
        }
        return out
    }
}

/// Pillow's triangle filter for one axis.
struct PlainCoefficients {
    let outputs: [(start: Int, weights: [Int32])]

    init(from input: Int, to output: Int) {
        let scale = Double(input) / Double(output)
        let support = max(scale, 1)
        var outputs: [(start: Int, weights: [Int32])] = []
        for i in 0..<output {
            let centre = (Double(i) + 0.5) * scale
            let start = max(Int(centre - support + 0.5), 0)
            let end = min(Int(centre + support + 0.5), input)
            let exact = (start..<end).map { max(0, 1 - abs((Double($0) - centre + 0.5) * (1 / support))) }
            var sum = 0.0
            for weight in exact { sum += weight }
            outputs.append((start, exact.map { Int32(0.5 + (sum == 0 ? $0 : $0 / sum) * Double(1 << 22)) }))
        }
        self.outputs = outputs
    }
}
