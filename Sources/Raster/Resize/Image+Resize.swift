extension Image {
    /// The picture at another size, aspect ratio not kept: equal to the grey level to Pillow's
    /// `resize((width, height), BILINEAR)`, which antialiases when it shrinks. First along x, then along y, each
    /// rounded to 8 bits; an axis whose size stays is left alone.
    /// - Precondition: both sides positive.
    public func resized(width newWidth: Int, height newHeight: Int) -> Image {
        precondition(newWidth > 0 && newHeight > 0)
        let along = newWidth == width ? nil : ResampleCoefficients(from: width, to: newWidth)
        let down = newHeight == height ? nil : ResampleCoefficients(from: height, to: newHeight)
        var current = pixels
        // Only the rows that the second pass draws on.
        var rows = 0..<height
        if let down, let first = down.starts.first, let last = down.starts.last, let count = down.counts.last {
            rows = first..<last + count
        }
        if let along {
            let size = 3 * newWidth * rows.count
            current = [UInt8](unsafeUninitializedCapacity: size) { out, count in
                pixels.withUnsafeBufferPointer {
                    ResampleKernels.horizontal($0, width: width, rows: rows, along, into: out)
                }
                count = size
            }
        } else {
            rows = 0..<height
        }
        if let down {
            let size = 3 * newWidth * newHeight
            current = [UInt8](unsafeUninitializedCapacity: size) { [current] out, count in
                current.withUnsafeBufferPointer {
                    ResampleKernels.vertical($0, stride: 3 * newWidth, origin: rows.lowerBound, down, into: out)
                }
                count = size
            }
        }
        return Image(width: newWidth, height: newHeight, pixels: current)
    }
}
