import Disk
import SystemPackage

/// The backbones of a station: a folder of native checkpoints, `<name>.safetensors` each.
public struct BackboneShelf: Equatable, Sendable {
    public let folder: FilePath

    public init(_ folder: FilePath) { self.folder = folder }

    /// What stands on the shelf, by name, and what is wrong with files that cannot be used.
    public struct Listing: Sendable {
        public var files: [BackboneFile] = []
        public var faults: [NetworkError] = []
    }

    /// Reads every backbone. A folder that does not exist yet is an empty shelf.
    public func list() throws(NetworkError) -> Listing {
        var listing = Listing()
        for name in try names() {
            do throws(NetworkError) {
                listing.files.append(try BackboneFile(name: name, path: path(name)))
            } catch {
                listing.faults.append(error)
            }
        }
        return listing
    }

    /// Names on the shelf, sorted, without looking into the files.
    public func names() throws(NetworkError) -> [String] {
        guard folder.kind != .missing else { return [] }
        do {
            return try folder.list().compactMap { component in
                guard component.extension == "safetensors", Self.isName(component.stem) else { return nil }
                return component.stem
            }
        } catch {
            throw NetworkError(.disk, folder, error.message)
        }
    }

    /// The file that `--backbone` means: a name on the shelf, or a path to a checkpoint (it has a slash or ends in
    /// `.safetensors`, `.pth`, `.pt` or `.bin`).
    /// - Throws: `NetworkError.unknown` that says what there is and how to get more.
    public func find(_ word: String) throws(NetworkError) -> FilePath {
        guard Self.isName(word) else {
            let path = FilePath(word)
            guard path.kind == .file else {
                throw NetworkError(
                    path.kind == .missing ? .unknown : .disk, path,
                    path.kind == .missing ? "no such backbone file; check the path" : "is no file")
            }
            return path
        }
        let path = path(word)
        guard path.kind == .file else {
            let names = try names()
            let there = names.isEmpty ? "none is installed yet" : "there are \(names.joined(separator: ", "))".printable
            throw NetworkError(
                .unknown, word.printable,
                "no backbone of that name; \(there). Add one with: touchstone backbone import FILE --name NAME")
        }
        return path
    }

    /// Puts a native checkpoint on the shelf, in place of one of the same name.
    /// - Parameter checkpoint: what `Checkpoint.imported` returned.
    @discardableResult
    public func store(_ checkpoint: Checkpoint, as name: String) throws(NetworkError) -> BackboneFile {
        guard Self.isName(name) else {
            throw NetworkError(.unknown, name.printable, "cannot be a backbone's name; choose letters and digits")
        }
        do {
            try folder.makeFolder()
        } catch {
            throw NetworkError(.disk, error.path, error.message)
        }
        try checkpoint.writeSafetensors(to: path(name))
        return try BackboneFile(name: name, path: path(name))
    }

    private func path(_ name: String) -> FilePath { folder.appending("\(name).safetensors") }

    /// Whether `word` is a name rather than a path.
    public static func isName(_ word: String) -> Bool {
        !word.isEmpty && !word.hasPrefix(".") && !word.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 < 0x20 })
            && ![".safetensors", ".pth", ".pt", ".bin"].contains(where: word.hasSuffix)
    }
}
