import CImageIO
import Disk
import SystemPackage

extension Image {
    /// The size that `read` would give, upright, without the pixels: from the first 64 KiB of a file where they tell, from
    /// all of it otherwise.
    /// - Throws: `RasterError`, as `read` for what the header shows; damage further on is not noticed.
    public static func size(
        of path: FilePath, limits: DecodeLimits = .standard
    ) throws(RasterError) -> (width: Int, height: Int) {
        let first = 1 << 16
        let head: [UInt8]
        do {
            head = try path.readHead(first, limit: limits.fileBytes)
        } catch {
            throw RasterError(error)
        }
        if head.count == first, let size = try? size(of: head, name: path, limits: limits, isWhole: false) {
            return size
        }
        let whole = head.count < first ? head : try path.contents(limits)
        guard let size = try size(of: whole, name: path, limits: limits, isWhole: true) else {
            // The orientation of a PNG that has one is told by its decoder only.
            let image = try decode(whole, name: path, limits: limits)
            return (image.width, image.height)
        }
        return size
    }

    /// `nil` where these bytes do not tell how the picture stands.
    private static func size(
        of bytes: [UInt8], name: FilePath, limits: DecodeLimits, isWhole: Bool
    ) throws(RasterError) -> (width: Int, height: Int)? {
        let header = try ImageCodec.header(bytes, name: name, limits: limits)
        let size = (width: Int(header.width), height: Int(header.height))
        if Bitmap.isBitmap(bytes) { return size }
        if ImageCodec.isJPEG(bytes) {
            let turn = Orientation(rawValue: Int(header.orientation)) ?? .upright
            return turn.exchangesSides ? (size.height, size.width) : size
        }
        return size.width == size.height || PNGChunkNames(bytes).lack("eXIf", isWhole: isWhole) ? size : nil
    }
}

/// The names of a PNG's chunks in their order (ISO/IEC 15948, 5.3): a length, a name, so many bytes, a checksum.
private struct PNGChunkNames: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var at = 8

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> String? {
        guard at + 8 <= bytes.count else { return nil }
        let length = bytes[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) }
        let name = String(decoding: bytes[(at + 4)..<(at + 8)], as: UTF8.self)
        at += 12 + length
        return name
    }

    /// Whether there is no such chunk up to the picture's end. A chunk may stand behind the pixels, so the head of a
    /// file proves nothing unless it holds the end.
    func lack(_ name: String, isWhole: Bool) -> Bool {
        for found in self {
            if found == name { return false }
            if found == "IEND" { return true }
        }
        return isWhole
    }
}
