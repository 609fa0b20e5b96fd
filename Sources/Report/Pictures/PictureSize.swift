import Raster

/// The sides of a picture on the page: as given, or smaller in the same proportions.
struct PictureSize: Equatable {
    let width: Int
    let height: Int

    init(width: Int, height: Int, most: Int) {
        let longer = max(width, height)
        guard longer > most else {
            (self.width, self.height) = (width, height)
            return
        }
        let scale = Double(most) / Double(longer)
        self.width = max(1, Int((Double(width) * scale).rounded()))
        self.height = max(1, Int((Double(height) * scale).rounded()))
    }
}

extension Mask {
    /// At another size with nothing lost: where it shrinks, a pixel is defective if any pixel under it is, since a
    /// scratch one pixel wide must still be seen.
    func covered(width newWidth: Int, height newHeight: Int) -> Mask {
        if newWidth >= width && newHeight >= height { return resizedNearest(width: newWidth, height: newHeight) }
        let columns = Spans.of(width, in: newWidth)
        var values: [UInt8] = []
        values.reserveCapacity(newWidth * newHeight)
        for rows in Spans.of(height, in: newHeight) {
            for span in columns {
                let isHit = rows.contains { y in span.contains { self.values[y * width + $0] != 0 } }
                values.append(isHit ? 1 : 0)
            }
        }
        return Mask(width: newWidth, height: newHeight, values: values)
    }
}

extension Plane {
    /// At another size with its peaks kept: where it shrinks, the largest value under each pixel, so that what is
    /// flagged looks flagged; where it grows, bilinear. What is no number stays none.
    func peaks(width newWidth: Int, height newHeight: Int) -> Plane {
        if newWidth >= width && newHeight >= height { return resized(width: newWidth, height: newHeight) }
        let columns = Spans.of(width, in: newWidth)
        var values: [Float] = []
        values.reserveCapacity(newWidth * newHeight)
        for rows in Spans.of(height, in: newHeight) {
            for span in columns {
                var peak = Float.nan
                for y in rows {
                    for x in span {
                        let value = self.values[y * width + x]
                        if peak.isNaN || value > peak { peak = value }
                    }
                }
                values.append(peak)
            }
        }
        return Plane(width: newWidth, height: newHeight, values: values)
    }
}

/// Which of `count` pixels each of `pieces` covers; at least one each.
private enum Spans {
    static func of(_ count: Int, in pieces: Int) -> [Range<Int>] {
        (0..<pieces).map { piece in
            let start = piece * count / pieces
            return start..<max(start + 1, (piece + 1) * count / pieces)
        }
    }
}
