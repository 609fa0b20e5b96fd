import Raster
import TestSupport
import Testing

/// Maps and masks of the reference file.
enum PixelCases {
    static func all() throws -> [String: [String: Any]] {
        try #require(try Golden.json("metrics")["pixel_cases"] as? [String: [String: Any]])
    }

    static func parts(_ golden: Golden, _ name: String) throws -> [(map: Plane, mask: Mask, isDefective: Bool)] {
        var maps: [Plane] = []
        var outlines: [Mask] = []
        if golden.names.contains("pixel/\(name)/maps") {
            let shape = try golden.shape("pixel/\(name)/maps")
            maps = try planes(golden.floats("pixel/\(name)/maps"), shape)
            outlines = try masks(golden.bytes("pixel/\(name)/masks"), shape)
        } else {
            while golden.names.contains("pixel/\(name)/map\(maps.count)") {
                let (map, mask) = ("pixel/\(name)/map\(maps.count)", "pixel/\(name)/mask\(maps.count)")
                let shape = [1] + (try golden.shape(map))
                maps += try planes(golden.floats(map), shape)
                outlines += try masks(golden.bytes(mask), shape)
            }
        }
        let labels = try golden.bytes("pixel/\(name)/labels")
        #expect(labels.count == maps.count)
        return zip(zip(maps, outlines), labels).map { ($0.0, $0.1, $1 != 0) }
    }

    /// Cuts arrays of shape (n, height, width).
    static func planes(_ values: [Float], _ shape: [Int]) throws -> [Plane] {
        let size = shape[1] * shape[2]
        return (0..<shape[0]).map {
            Plane(width: shape[2], height: shape[1], values: Array(values[($0 * size)..<(($0 + 1) * size)]))
        }
    }

    static func masks(_ values: [UInt8], _ shape: [Int]) throws -> [Mask] {
        let size = shape[1] * shape[2]
        return (0..<shape[0]).map {
            Mask(width: shape[2], height: shape[1], values: Array(values[($0 * size)..<(($0 + 1) * size)]))
        }
    }
}
