import Disk
import SystemPackage

/// The files that a benchmark scores: pictures below a folder in the order of their paths' bytes, outlines of defects
/// left out. The peers list theirs alike, so that everybody scores the same files.
public enum PictureList {
    /// Deep enough for any layout, and an end to links that lead in a circle.
    private static let maximumDepth = 16

    /// - Returns: at most `limit` paths.
    public static func files(below folder: FilePath, limit: Int) throws(DiskError) -> [FilePath] {
        var found: [FilePath] = []
        try collect(folder, depth: 0, into: &found)
        var named: [(bytes: [UInt8], path: FilePath)] = []
        for path in found { named.append((path.bytes, path)) }
        named.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        return named.prefix(limit).map(\.path)
    }

    private static func collect(_ folder: FilePath, depth: Int, into found: inout [FilePath]) throws(DiskError) {
        guard depth < maximumDepth else { return }
        for name in try folder.list() where name.string != "ground_truth" {
            let path = folder.appending(name)
            switch path.kind {
            case .folder: try collect(path, depth: depth + 1, into: &found)
            case .file where isPicture(name): found.append(path)
            default: break
            }
        }
    }

    private static func isPicture(_ name: FilePath.Component) -> Bool {
        guard let ending = name.extension?.lowercased() else { return false }
        return ["png", "jpg", "jpeg"].contains(ending)
    }
}
