/// How a stored picture has to be turned to stand upright: the eight values of Exif tag 0x0112 (Exif 2.32, 4.6.4 A).
public enum Orientation: Int, Sendable, CaseIterable {
    case upright = 1
    case mirrored
    case halfTurn
    case flipped
    case transposed
    case quarterTurnRight
    case transversed
    case quarterTurnLeft

    /// Whether width and height change places.
    public var exchangesSides: Bool { rawValue >= 5 }

    /// Whether a decoder turns a picture as its Exif says, or gives the pixels as stored.
    public enum Handling: Sendable { case apply, ignore }
}

extension Image {
    /// The picture turned and mirrored so that it stands as the camera was held.
    public func turned(by orientation: Orientation) -> Image {
        if orientation == .upright { return self }
        let (wide, high) = orientation.exchangesSides ? (height, width) : (width, height)
        // Where output pixel (0, 0) comes from, and the steps in the source for one pixel right and one down.
        let last = (x: width - 1, y: height - 1)
        let (x, y, right, down): (Int, Int, Int, Int) =
            switch orientation {
            case .upright: (0, 0, 1, width)
            case .mirrored: (last.x, 0, -1, width)
            case .halfTurn: (last.x, last.y, -1, -width)
            case .flipped: (0, last.y, 1, -width)
            case .transposed: (0, 0, width, 1)
            case .quarterTurnRight: (0, last.y, -width, 1)
            case .transversed: (last.x, last.y, -width, -1)
            case .quarterTurnLeft: (last.x, 0, width, -1)
            }
        let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { out, count in
            pixels.withUnsafeBufferPointer { source in
                var target = 0
                for row in 0..<high {
                    var from = 3 * (y * width + x + row * down)
                    for _ in 0..<wide {
                        out[target] = source[from]
                        out[target + 1] = source[from + 1]
                        out[target + 2] = source[from + 2]
                        target += 3
                        from += 3 * right
                    }
                }
            }
            count = pixels.count
        }
        return Image(width: wide, height: high, pixels: turned)
    }
}
