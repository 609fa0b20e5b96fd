import Disk
import Inspection
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Paths of parts from arguments, folders and standard input, in the order in which they were given.
enum PathList {
    /// - Parameter arguments: files; folders, which stand for the images below them in byte order (`ground_truth` left
    ///   out); `-` for standard input, one path a line, or zero-separated as `find -print0` writes them.
    /// - Returns: files to score. A name that does not exist is among them, so that its row says so.
    static func expand(_ arguments: [FilePath]) throws -> [FilePath] {
        var files: [FilePath] = []
        for path in arguments {
            if path == "-" {
                files += try expand(readStandardInput().filter { $0 != "-" })
            } else if path.kind == .folder {
                if let parts = partsBesideMasks(in: path) {
                    files += parts
                } else {
                    try collect(path, depth: 0, into: &files)
                }
            } else {
                files.append(path)
            }
        }
        return files
    }

    /// The parts of a folder in a layout that keeps masks beside them: those are no parts. `nil` for other folders.
    private static func partsBesideMasks(in folder: FilePath) -> [FilePath]? {
        guard let scan = try? CategoryFolder.scan(folder, minimumGoodParts: 0),
            scan.readings.contains(where: { $0.layout.hasMasksBesideParts })
        else { return nil }
        let paths = scan.categories.flatMap { ($0.calibrationParts + $0.parts).map(\.path) }
        return paths.map { ($0.bytes, $0) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
    }

    /// Deep enough for any layout, and an end to links that lead in a circle.
    private static let maximumDepth = 16

    private static func collect(_ folder: FilePath, depth: Int, into files: inout [FilePath]) throws(DiskError) {
        guard depth < maximumDepth else { return }
        for name in try folder.list() {
            let path = folder.appending(name)
            switch path.kind {
            case .folder where name.string != "ground_truth": try collect(path, depth: depth + 1, into: &files)
            case .folder: break
            // Also a pipe or a link to nothing: it is named like a part, so it gets a row that says so.
            default: if ["png", "jpg", "jpeg", "bmp"].contains(path.extension?.lowercased()) { files.append(path) }
            }
        }
    }

    private static func readStandardInput() throws -> [FilePath] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0 { throw Failure("standard input: \(Errno(rawValue: errno))") }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        let separator: UInt8 = bytes.contains(0) ? 0 : UInt8(ascii: "\n")
        return bytes.split(separator: separator).map { FilePath(bytes: $0) }
    }
}
