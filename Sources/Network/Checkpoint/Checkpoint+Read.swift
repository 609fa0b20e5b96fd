import Disk
import SystemPackage

extension Checkpoint {
    /// Reads a checkpoint of any known format. What the file is shows in its bytes; its name says nothing.
    /// - Throws: `NetworkError` naming the file, what is wrong and how to mend it.
    public static func read(_ path: FilePath) throws(NetworkError) -> Checkpoint {
        try parse(try contents(path), path)
    }

    /// The same for bytes that are in memory; `path` is what errors call them.
    package static func parse(_ bytes: [UInt8], _ path: FilePath) throws(NetworkError) -> Checkpoint {
        let isZip = bytes.starts(with: [0x50, 0x4B, 0x03, 0x04])
        let isPickle = bytes.first == 0x80 && bytes.count > 1 && bytes[1] <= 5
        // A header of safetensors is an object: its length, then a brace.
        if isZip || isPickle, !(bytes.count > 8 && bytes[8] == UInt8(ascii: "{")) {
            return try parseTorch(bytes, path)
        }
        guard bytes.count > 8, bytes[8] == UInt8(ascii: "{") else {
            throw NetworkError(.malformed, path, "is no checkpoint; give a safetensors or PyTorch (.pth) file")
        }
        return try parseSafetensors(bytes, path)
    }
}
