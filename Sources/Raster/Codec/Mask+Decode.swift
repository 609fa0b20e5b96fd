import Disk
import SystemPackage

extension Mask {
    /// Which values of a picture mean that a pixel is defective.
    public enum Reading: Hashable, Sendable {
        /// A grey value over 127: for masks of 0 and 255, also where their edges are soft.
        case overHalf
        /// Any value but black: for masks that number the kinds of defects, 1, 2, 3, ….
        case anyValue
    }

    /// Decodes ground truth. Colours are weighed as in ITU-R BT.601, in the fixed point of Pillow's `convert('L')`;
    /// 16-bit grey is clipped at 255.
    /// - Parameter reading: which values are a defect.
    /// - Throws: `RasterError`, as `Image.decode`.
    public static func decode(
        _ bytes: [UInt8], name: FilePath, reading: Reading = .overHalf, limits: DecodeLimits = .standard,
        orientation: Orientation.Handling = .apply
    ) throws(RasterError) -> Mask {
        let decoded = try ImageCodec.decode(bytes, name: name, limits: limits, sixteenBitGrey: .clipped)
        let image = orientation == .apply ? decoded.image.turned(by: decoded.orientation) : decoded.image
        return reading == .overHalf ? Mask(thresholding: image) : Mask(marked: image)
    }

    /// Reads and decodes a file.
    public static func read(
        _ path: FilePath, reading: Reading = .overHalf, limits: DecodeLimits = .standard,
        orientation: Orientation.Handling = .apply
    ) throws(RasterError) -> Mask {
        try decode(path.contents(limits), name: path, reading: reading, limits: limits, orientation: orientation)
    }

    private init(marked image: Image) {
        let count = image.width * image.height
        let values = [UInt8](unsafeUninitializedCapacity: count) { out, written in
            image.pixels.withUnsafeBufferPointer { rgb in
                for i in 0..<count { out[i] = rgb[3 * i] | rgb[3 * i + 1] | rgb[3 * i + 2] == 0 ? 0 : 1 }
            }
            written = count
        }
        self.init(width: image.width, height: image.height, values: values)
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
