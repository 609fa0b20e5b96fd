import Disk
import SystemPackage

/// Where the weights of a backbone are.
public enum BackboneSource: Equatable, Sendable {
    case file(FilePath)
    /// In the program itself.
    case shipped

    /// The file's path, or words in place of one; printable.
    public var printable: String { path.printable }

    /// The checkpoint as it stands there, of any known format.
    public func read() throws(NetworkError) -> Checkpoint {
        switch self {
        case .file(let path): try Checkpoint.read(path)
        case .shipped: try Checkpoint.parse(ShippedTrunk.bytes, path)
        }
    }

    /// SHA-256 of its bytes: the fingerprint that calibrations keep.
    public func digest() throws(DiskError) -> SHA256Digest {
        switch self {
        case .file(let path): SHA256Digest(hashing: try path.readAll())
        case .shipped: SHA256Digest(hashing: ShippedTrunk.bytes)
        }
    }

    /// For errors.
    var path: FilePath {
        switch self {
        case .file(let path): path
        case .shipped: ShippedTrunk.place
        }
    }
}
