import Disk
import SystemPackage

extension Mask {
    /// Decodes ground truth: defect where the grey value is over 127. Colours are weighed as in ITU-R BT.601, in the
    /// fixed point of Pillow's `convert('L')`; 16-bit grey is clipped at 255.
    /// - Throws: `RasterError`, as `Image.decode`.
    public static func decode(
        _ bytes: [UInt8], name: FilePath, limits: DecodeLimits = .standard, orientation: Orientation.Handling = .apply
    ) throws(RasterError) -> Mask {
        let decoded = try ImageCodec.decode(bytes, name: name, limits: limits, sixteenBitGrey: .clipped)
        let image = orientation == .apply ? decoded.image.turned(by: decoded.orientation) : decoded.image
        return Mask(thresholding: image)
    }

    /// Reads and decodes a file.
    public static func read(
        _ path: FilePath, limits: DecodeLimits = .standard, orientation: Orientation.Handling = .apply
    ) throws(RasterError) -> Mask {
        try decode(path.contents(limits), name: path, limits: limits, orientation: orientation)
    }

    private init(thresholding image: Image) {
        let count = image.width * image.height
        let values = [UInt8](unsafeUninitializedCapacity: count) { out, written in
            image.pixels.withUnsafeBufferPointer { rgb in
                for i in 0..<count {
                    let weighed =
                        UInt32(rgb[3 * i]) * 19595 + UInt32(rgb[3 * i + 1]) * 38470 + UInt32(rgb[3 * i + 2]) * 7471
                    out[i] = (weighed + 0x8000) >> 16 > 127 ? 1 : 0
                }
            }
            written = count
        }
        self.init(width: image.width, height: image.height, values: values)
    }
}
