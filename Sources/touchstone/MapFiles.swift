import Detectors
import Disk
import Inspection
import Raster
import SystemPackage

/// Where each part's map and heat map go: `<stem>.npy` and `<stem>.png`; where stems repeat, the folders above come
/// before the stem until the names differ.
struct MapFiles {
    private let maps: FilePath?
    private let heatmaps: FilePath?
    private let names: [FilePath]

    /// - Throws: `DiskError` when a folder cannot be made.
    init(parts: [FilePath], maps: FilePath?, heatmaps: FilePath?) throws {
        self.maps = maps
        self.heatmaps = heatmaps
        for folder in [maps, heatmaps].compactMap({ $0 }) { try folder.makeFolder() }
        names = maps == nil && heatmaps == nil ? [] : Self.distinct(parts)
    }

    /// Writes what was asked for of part `index`.
    func write(_ index: Int, _ anomaly: Anomaly, _ line: CalibratedLines.Line) throws {
        guard maps != nil || heatmaps != nil, let map = line.calibration.padim.map(of: anomaly) else { return }
        try maps.map { try path($0, index, ".npy").writeAtomically(map.encodedNPY()) }
        try heatmaps.map {
            try path($0, index, ".png").writeAtomically(Self.picture(map, threshold: line.threshold).encodedPNG())
        }
    }

    private func path(_ folder: FilePath, _ index: Int, _ ending: String) -> FilePath {
        FilePath(bytes: folder.bytes + [UInt8(ascii: "/")] + names[index].bytes + Array(ending.utf8))
    }

    /// Colours from 0 to twice the threshold, whatever the part: a good part stays dark.
    private static func picture(_ map: Plane, threshold: Float) -> Image {
        // A threshold may be 0, which flags everything.
        let top = max(2 * threshold, .leastNormalMagnitude)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(3 * map.values.count)
        for value in map.values {
            let (r, g, b) = ColourMap.inferno.colour(at: Double(max(0, min(1, value / top))))
            pixels += [r, g, b]
        }
        return Image(width: map.width, height: map.height, pixels: pixels)
    }

    private static func distinct(_ parts: [FilePath]) -> [FilePath] {
        var names: [[UInt8]] = []
        for depth in 0...3 {
            names = parts.map { name($0, folders: depth) }
            if Set(names).count == names.count { return names.map { FilePath(bytes: $0) } }
        }
        var seen: [[UInt8]: Int] = [:]
        return names.map { name in
            seen[name, default: 0] += 1
            let count = seen[name, default: 1]
            return FilePath(bytes: count == 1 ? name : name + Array("_\(count)".utf8))
        }
    }

    private static func name(_ part: FilePath, folders: Int) -> [UInt8] {
        let above = part.removingLastComponent().components.filter { $0.kind == .regular }.suffix(folders)
        let stem = part.lastComponent.map { FilePath($0.stem).bytes } ?? Array("part".utf8)
        return above.flatMap { FilePath($0.string).bytes + [UInt8(ascii: "_")] } + stem
    }
}
