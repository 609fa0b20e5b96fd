import CKernels

extension Image {
    /// The picture at another size, aspect ratio not kept: equal to the grey level to Pillow's
    /// `resize((width, height), BILINEAR)`, which antialiases when it shrinks. First along x, then along y, each
    /// rounded to 8 bits; an axis whose size stays is left alone.
    /// - Precondition: both sides positive.
    public func resized(width newWidth: Int, height newHeight: Int) -> Image {
        resized(width: newWidth, height: newHeight, path: RESAMPLE_WIDEST)
    }

    /// The same by a chosen set of instructions, or by the widest that the CPU has where it lacks them. Every path
    /// gives the same pixels.
    package func resized(width newWidth: Int, height newHeight: Int, path: resample_path) -> Image {
        precondition(newWidth > 0 && newHeight > 0)
        if newWidth == width && newHeight == height { return self }
        let size = 3 * newWidth * newHeight
        let resized = [UInt8](unsafeUninitializedCapacity: size) { out, count in
            let resampler = Resampler(
                from: (width, height), to: (newWidth, newHeight), target: out.baseAddress, path: path)
            pixels.withUnsafeBufferPointer { resampler.push($0.baseAddress, rows: height) }
            count = size
        }
        return Image(width: newWidth, height: newHeight, pixels: resized)
    }
}
