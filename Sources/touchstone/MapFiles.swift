import Detectors
import Disk
import Inspection
import Raster
import SystemPackage

/// Each part's map and heat map, in the part's own pixels: `<stem>.npy` and `<stem>.png`. Where stems repeat, the folders
/// above come before the stem; where that does not tell them apart, a number comes after it.
struct MapFiles {
    private let parts: [FilePath]
    private let maps: FilePath?
    private let heatmaps: FilePath?
    private let names: [FilePath]

    /// - Throws: `DiskError` when a folder cannot be made.
    init(parts: [FilePath], maps: FilePath?, heatmaps: FilePath?) throws {
        self.parts = parts
        self.maps = maps
        self.heatmaps = heatmaps
        for folder in [maps, heatmaps].compactMap({ $0 }) { try folder.makeFolder() }
        names = maps == nil && heatmaps == nil ? [] : Self.distinct(parts)
    }

    /// Writes what was asked for of part `index`.
    func write(_ index: Int, _ anomaly: Anomaly, _ line: CalibratedLines.Line) throws {
        guard maps != nil || heatmaps != nil else { return }
        guard let seen = line.calibration.detector.map(of: anomaly) else {
            throw Failure(
                "\(parts[index].printable): no map: category \(line.category.printable) is inspected by "
                    + "\(line.calibration.recipe.detector), which judges a part as a whole; leave --maps and --heatmaps out"
            )
        }
        let size = try Image.size(of: parts[index])
        let map = line.calibration.recipe.inputProtocol.partMap(seen, width: size.width, height: size.height)
        try maps.map { try path($0, index, ".npy").writeAtomically(map.encodedNPY()) }
        try heatmaps.map {
            try path($0, index, ".png").writeAtomically(Self.picture(map, threshold: line.threshold).encodedPNG())
        }
    }

    private func path(_ folder: FilePath, _ index: Int, _ ending: String) -> FilePath {
        FilePath(bytes: folder.bytes + [UInt8(ascii: "/")] + names[index].bytes + Array(ending.utf8))
    }

    /// What was not measured: a grey that stands for no value.
    private static let untinted: UInt8 = 128

    /// Colours from 0 to twice the threshold, whatever the part: a good part stays dark.
    private static func picture(_ map: Plane, threshold: Float) -> Image {
        // A threshold may be 0, which flags everything.
        let top = max(2 * threshold, .leastNormalMagnitude)
        let palette = (0...255).map { ColourMap.inferno.colour(at: Double($0) / 255) }
        let pixels = [UInt8](unsafeUninitializedCapacity: 3 * map.values.count) { out, written in
            palette.withUnsafeBufferPointer { palette in
                for (i, value) in map.values.enumerated() {
                    var colour = (untinted, untinted, untinted)
                    if !value.isNaN { colour = palette[Int((255 * max(0, min(1, value / top))).rounded())] }
                    (out[3 * i], out[3 * i + 1], out[3 * i + 2]) = colour
                }
            }
            written = 3 * map.values.count
        }
        return Image(width: map.width, height: map.height, pixels: pixels)
    }

    /// A name for each part, no two alike.
    private static func distinct(_ parts: [FilePath]) -> [FilePath] {
        var names: [[UInt8]] = []
        var most = 0
        for depth in 0...3 where most < parts.count {
            let candidates = parts.map { name($0, folders: depth) }
            let count = Set(candidates).count
            if count > most { (names, most) = (candidates, count) }
        }
        return numbered(names).map { FilePath(bytes: $0) }
    }

    /// Numbers all but the first of equal names, past those that a part has of itself.
    private static func numbered(_ names: [[UInt8]]) -> [[UInt8]] {
        var taken = Set(names)
        var next: [[UInt8]: Int] = [:]
        var out: [[UInt8]] = []
        for name in names {
            let number = next[name] ?? 1
            let own = number == 1 ? (name, number) : free(name, from: number, taken)
            taken.insert(own.0)
            next[name] = own.1 + 1
            out.append(own.0)
        }
        return out
    }

    /// The name with the first number that nobody has.
    private static func free(_ name: [UInt8], from first: Int, _ taken: Set<[UInt8]>) -> (name: [UInt8], number: Int) {
        var number = first
        while true {
            let candidate = name + Array("_\(number)".utf8)
            if !taken.contains(candidate) { return (candidate, number) }
            number += 1
        }
    }

    private static func name(_ part: FilePath, folders: Int) -> [UInt8] {
        let above = part.removingLastComponent().components.filter { $0.kind == .regular }.suffix(folders)
        return above.flatMap { bytes(of: $0) + [UInt8(ascii: "_")] } + stem(of: part)
    }

    /// The file's name without its ending.
    private static func stem(of part: FilePath) -> [UInt8] {
        guard let name = part.lastComponent.map(bytes) else { return Array("part".utf8) }
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return name }
        return Array(name[..<dot])
    }

    /// A name as the file system has it, which may be no text.
    private static func bytes(of component: FilePath.Component) -> [UInt8] {
        FilePath(root: nil, [component]).bytes
    }
}
