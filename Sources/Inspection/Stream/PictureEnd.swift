import Disk
import Raster
import SystemPackage

/// Whether a picture file has been written to its end.
enum PictureEnd {
    /// What the end of a whole file looks like: PNG's last chunk with its check sum, or JPEG's end marker.
    static func isThere(_ bytes: [UInt8]) -> Bool {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            return bytes.suffix(8).elementsEqual([0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82])
        }
        if bytes.starts(with: [0xFF, 0xD8]) { return bytes.count > 4 && bytes.suffix(2).elementsEqual([0xFF, 0xD9]) }
        return false
    }

    /// The same by decoding it: for files with something behind the end, and only for those.
    static func isDecodable(_ bytes: [UInt8], name: FilePath) -> Bool {
        isThere(bytes) || (try? Image.decode(bytes, name: name)) != nil
    }
}
