import Raster
import SystemPackage

extension Recipe {
    /// The network's picture of a part: RGB8, `width × height`.
    /// - Parameters:
    ///   - bytes: of the part's file.
    ///   - name: for messages.
    public func picture(of bytes: [UInt8], name: FilePath) throws(RasterError) -> Image {
        let reduction = decoding == .reduced ? JPEGReduction.standard : .none
        switch inputProtocol {
        case .whole:
            return try Image.decode(bytes, name: name, resizedTo: (width, height), reduction: reduction)
        case .paper:
            let (wide, high) = inputProtocol.uncropped(width: width, height: height)
            return try Image.decode(bytes, name: name, resizedTo: (wide, high), reduction: reduction)
                .cropped(x: (wide - width) / 2, y: (high - height) / 2, width: width, height: height)
        }
    }
}

extension Recipe.InputProtocol {
    /// The network's picture of a part: RGB8, `width × height`.
    public func prepare(_ image: Image, width: Int, height: Int) -> Image {
        switch self {
        case .whole:
            return image.resized(width: width, height: height)
        case .paper:
            let (wide, high) = uncropped(width: width, height: height)
            return image.resized(width: wide, height: high)
                .cropped(x: (wide - width) / 2, y: (high - height) / 2, width: width, height: height)
        }
    }

    /// The ground truth under the same geometry.
    public func prepare(_ mask: Mask, width: Int, height: Int) -> Mask {
        switch self {
        case .whole:
            return mask.resizedNearest(width: width, height: height)
        case .paper:
            let (wide, high) = uncropped(width: width, height: height)
            return mask.resizedNearest(width: wide, height: high)
                .cropped(x: (wide - width) / 2, y: (high - height) / 2, width: width, height: height)
        }
    }

    /// The share of a part that the network sees, at the picture's own resolution.
    public func fieldOfView(_ image: Image) -> Image {
        guard self == .paper else { return image }
        let shown = shownShare(width: image.width, height: image.height)
        return image.cropped(x: shown.x, y: shown.y, width: shown.width, height: shown.height)
    }

    /// The same share of the ground truth.
    public func fieldOfView(_ mask: Mask) -> Mask {
        guard self == .paper else { return mask }
        let shown = shownShare(width: mask.width, height: mask.height)
        return mask.cropped(x: shown.x, y: shown.y, width: shown.width, height: shown.height)
    }

    /// 256 before the crop to 224, and the same margin at other sizes.
    fileprivate func uncropped(width: Int, height: Int) -> (Int, Int) { (width * 8 / 7, height * 8 / 7) }

    /// The network's input side where none is asked for.
    public var standardSide: Int {
        switch self {
        case .whole: 256
        case .paper: 224
        }
    }
}
