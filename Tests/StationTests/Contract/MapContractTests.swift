import Foundation
import Testing

/// What programs may rely on of `score --maps` and `--heatmaps`.
struct MapContractTests {
    /// An array in NumPy's format, version 1.0: magic, length of the header, header, little-endian values.
    private struct Array2D: Equatable {
        let width: Int
        let height: Int
        let values: [Float]

        init(_ file: URL) throws {
            let bytes = [UInt8](try Data(contentsOf: file))
            #expect(bytes.starts(with: [0x93] + Array("NUMPY".utf8) + [1, 0]))
            let length = Int(bytes[8]) + Int(bytes[9]) << 8
            #expect((10 + length).isMultiple(of: 64))
            let header = String(decoding: bytes[10..<10 + length], as: UTF8.self)
            #expect(header.contains("'descr': '<f4'") && header.contains("'fortran_order': False"))
            #expect(header.hasSuffix("\n"))
            let shape = try #require(header.firstMatch(of: /'shape': \((\d+), (\d+)\)/))
            (height, width) = (try #require(Int(shape.1)), try #require(Int(shape.2)))
            let count = width * height
            #expect(bytes.count == 10 + length + 4 * count)
            values = bytes.withUnsafeBytes { raw in
                (0..<count).map { raw.loadUnaligned(fromByteOffset: 10 + length + 4 * $0, as: Float.self) }
            }
        }
    }

    /// Width and height in a PNG's first chunk; refuses what is not 8-bit RGB.
    private static func pictureSize(_ file: URL) throws -> (Int, Int) {
        let bytes = [UInt8](try Data(contentsOf: file).prefix(26))
        #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        #expect(bytes.suffix(2).elementsEqual([8, 2]))
        func side(_ at: Int) -> Int { bytes[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) } }
        return (side(16), side(20))
    }

    private static func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test("maps are float32 .npy and heat maps are PNG pictures, both in the part's own pixels")
    func ownPixels() throws {
        let workshop = try Workshop.calibrated()
        let (maps, heat) = (workshop.root.appendingPathComponent("maps"), workshop.root.appendingPathComponent("heat"))
        let parts = try workshop.inspected
        let scored = try workshop.touchstone(["score", "--maps", maps.path, "--heatmaps", heat.path] + parts)
        #expect(scored.status == 0, "\(scored.errors)")
        let scores = try CSVTable(scored.output).rows.compactMap { $0["score"].flatMap(Float.init) }
        let stems = ["dent", "good"].flatMap { label in (0..<4).map { "\(label)_00\($0)" } }
        #expect(try Self.names(maps) == stems.map { $0 + ".npy" })
        #expect(try Self.names(heat) == stems.map { $0 + ".png" })
        for (stem, score) in zip(stems, scores) {
            let map = try Array2D(maps.appendingPathComponent(stem + ".npy"))
            #expect(map.width == 320 && map.height == 320, "the sample flange has 320 pixels a side, the input 256")
            #expect(map.values.allSatisfy { $0.isFinite && $0 >= 0 })
            let highest = try #require(map.values.max())
            #expect(highest <= score && highest > 0.97 * score, "the score is the map's peak, but for interpolation")
            #expect(try Self.pictureSize(heat.appendingPathComponent(stem + ".png")) == (320, 320))
        }
    }

    @Test("a part that is neither square nor upright in its file, at an oblong input")
    func oblongAndTurned() throws {
        let workshop = try Workshop.calibrated("--input", "96x160")
        let (maps, heat) = (workshop.root.appendingPathComponent("maps"), workshop.root.appendingPathComponent("heat"))
        let wide = workshop.root.appendingPathComponent("wide.png")
        let png = PNGFile(width: 90, height: 50).bytes
        try png.write(to: wide)
        // The same lying on its side: an eXIf chunk with orientation 6 behind the header.
        let turned = workshop.root.appendingPathComponent("turned.png")
        let exif: [UInt8] = [
            0, 0, 0, 26, 0x65, 0x58, 0x49, 0x66, 0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0,
            6, 0, 0, 0, 0, 0, 0,
        ]
        try (png.prefix(33) + Data(exif) + Data(Self.checksum(exif[4...])) + png.dropFirst(33)).write(to: turned)
        let scored = try workshop.touchstone(
            "score", "--maps", maps.path, "--heatmaps", heat.path, wide.path, turned.path)
        #expect(scored.status == 0, "\(scored.errors)")
        let (one, other) = (
            try Array2D(maps.appendingPathComponent("wide.npy")), try Array2D(maps.appendingPathComponent("turned.npy"))
        )
        #expect(one.width == 90 && one.height == 50)
        #expect(other.width == 50 && other.height == 90)
        #expect(try Self.pictureSize(heat.appendingPathComponent("turned.png")) == (50, 90))
    }

    @Test("under the protocol 'paper' what the network does not see is NaN in the map and grey in the heat map")
    func paper() throws {
        let workshop = try Workshop.calibrated("--protocol", "paper")
        let (maps, heat) = (workshop.root.appendingPathComponent("maps"), workshop.root.appendingPathComponent("heat"))
        let part = try workshop.inspected[0]
        let scored = try workshop.touchstone("score", "--maps", maps.path, "--heatmaps", heat.path, part)
        #expect(scored.status == 0, "\(scored.errors)")
        let stem = URL(fileURLWithPath: part).deletingPathExtension().lastPathComponent
        let map = try Array2D(maps.appendingPathComponent(stem + ".npy"))
        #expect(map.width == 320 && map.height == 320)
        let seen = 20..<300  // seven eighths of 320
        for y in 0..<320 {
            for x in 0..<320 where map.values[y * 320 + x].isNaN == (seen.contains(x) && seen.contains(y)) {
                Issue.record("\(x), \(y): \(map.values[y * 320 + x])")
                return
            }
        }
        #expect(try Self.pictureSize(heat.appendingPathComponent(stem + ".png")) == (320, 320))
    }

    @Test("each part has a map of its own, whatever parts are called")
    func names() throws {
        let workshop = try Workshop.calibrated()
        let maps = workshop.root.appendingPathComponent("maps")
        let originals = try workshop.inspected
        let files = FileManager.default
        // One folder: two parts whose names differ in the ending only, and one that is called as a number would call them.
        // Another folder: the same name again.
        let places = ["one/a.jpg", "one/a.jpeg", "one/a_2.jpg", "two/a.jpg"]
        var parts: [String] = []
        for (place, original) in zip(places, originals) {
            let part = workshop.root.appendingPathComponent(place)
            try files.createDirectory(at: part.deletingLastPathComponent(), withIntermediateDirectories: true)
            try files.copyItem(atPath: original, toPath: part.path)
            parts.append(part.path)
        }
        // The same part twice is two rows, and two maps.
        parts.append(parts[0])
        let scored = try workshop.touchstone(["score", "--category", "part", "--maps", maps.path] + parts)
        #expect(scored.status == 0, "\(scored.errors)")
        let written = try Self.names(maps)
        #expect(written.count == parts.count, "\(written)")
        var together: [[Float]] = []
        for name in written { together.append(try Array2D(maps.appendingPathComponent(name)).values) }
        for (index, part) in parts.enumerated() {
            let alone = workshop.root.appendingPathComponent("alone\(index)")
            let scored = try workshop.touchstone("score", "--category", "part", "--maps", alone.path, part)
            #expect(scored.status == 0, "\(scored.errors)")
            let map = try Array2D(alone.appendingPathComponent(try #require(try Self.names(alone).first))).values
            let found = together.count { zip($0, map).allSatisfy { abs($0 - $1) <= 1e-3 * max(1, abs($1)) } }
            #expect(found == (part == parts[0] ? 2 : 1), "\(part): its map is there \(found) times")
        }

        // Where folders tell them apart, they do.
        let apart = workshop.root.appendingPathComponent("apart")
        let two = try workshop.touchstone("score", "--category", "part", "--maps", apart.path, parts[0], parts[3])
        #expect(two.status == 0, "\(two.errors)")
        #expect(try Self.names(apart) == ["one_a.npy", "two_a.npy"])
    }

    @Test("names that are no text")
    func foreignBytes() throws {
        let workshop = try Workshop.calibrated()
        let part = try workshop.inspected[0]
        let scored = try Command.shell(
            """
            cp "$1" "$2"/$'a\\xff.jpg' && cp "$1" "$2"/$'a\\xfe.jpg' && printf '%s\\n' "$2"/a*.jpg |
            "$3" score - --category part --home "$4" --maps "$2"/maps >&2 &&
            printf '%q ' "$2"/maps/*
            """, part, workshop.root.path, Command.touchstone, workshop.home.path)
        #expect(scored.status == 0, "\(scored.errors)")
        let folder = workshop.root.appendingPathComponent("maps").path
        #expect(scored.output.contains("a\\376.npy") && scored.output.contains("a\\377.npy"), "\(scored.output)")
        #expect(scored.output.components(separatedBy: folder).count == 3)
    }

    /// CRC-32 as PNG has it.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var crc: UInt32 = .max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return (0..<4).map { UInt8(truncatingIfNeeded: ~crc >> (24 - 8 * $0)) }
    }
}
