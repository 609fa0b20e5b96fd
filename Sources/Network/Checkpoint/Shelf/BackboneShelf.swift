import Disk
import SystemPackage

/// The backbones of a station: a folder of native checkpoints, `<name>.safetensors` each, and the trunk that the program
/// brings.
public struct BackboneShelf: Equatable, Sendable {
    public let folder: FilePath
    /// The word that leaves the choice to the shelf.
    public static let automatic = "auto"
    /// What is taken before the shipped trunk, where somebody has installed it.
    public static let preferred = "efficientnet_lite1"

    public init(_ folder: FilePath) { self.folder = folder }

    /// What stands on the shelf, by name, and what is wrong with files that cannot be used.
    public struct Listing: Sendable {
        public var files: [BackboneFile] = []
        public var faults: [NetworkError] = []
    }

    /// Reads every backbone, the shipped one first. A folder that does not exist yet is an empty shelf.
    public func list() throws(NetworkError) -> Listing {
        var listing = Listing()
        for name in [ShippedTrunk.name] + (try names()) {
            do throws(NetworkError) {
                listing.files.append(try BackboneFile(name: name, try find(name)))
            } catch {
                listing.faults.append(error)
            }
        }
        return listing
    }

    /// What `auto` stands for here.
    public func automaticName() throws(NetworkError) -> String {
        try names().contains(Self.preferred) ? Self.preferred : ShippedTrunk.name
    }

    /// Names of what was installed, sorted, without looking into the files.
    public func names() throws(NetworkError) -> [String] {
        guard folder.kind != .missing else { return [] }
        do {
            return try folder.list().compactMap { component in
                guard component.extension == "safetensors", Self.fault(ofNew: component.stem) == nil
                else { return nil }
                return component.stem
            }
        } catch {
            throw NetworkError(.disk, folder, error.message)
        }
    }

    /// What `--backbone` means: `auto`, a name on the shelf, the shipped trunk's, or a path to a checkpoint (it has a slash
    /// or ends in `.safetensors`, `.pth`, `.pt` or `.bin`).
    /// - Throws: `NetworkError.unknown` that says what there is and how to get more.
    public func find(_ word: String) throws(NetworkError) -> BackboneSource {
        guard Self.isName(word) else {
            let path = FilePath(word)
            guard path.kind == .file else {
                throw NetworkError(
                    path.kind == .missing ? .unknown : .disk, path,
                    path.kind == .missing ? "no such backbone file; check the path" : "is no file")
            }
            return .file(path)
        }
        let name = word == Self.automatic ? try automaticName() : word
        if name == ShippedTrunk.name { return .shipped }
        let path = path(name)
        guard path.kind == .file else {
            let there = ([ShippedTrunk.name] + (try names())).joined(separator: ", ").printable
            throw NetworkError(
                .unknown, name.printable,
                "no backbone of that name; there are \(there). "
                    + "Add one with: touchstone backbone import FILE --name NAME")
        }
        return .file(path)
    }

    /// Puts a native checkpoint on the shelf, in place of one of the same name.
    /// - Parameter checkpoint: what `Checkpoint.imported` returned.
    @discardableResult
    public func store(_ checkpoint: Checkpoint, as name: String) throws(NetworkError) -> BackboneFile {
        if let fault = Self.fault(ofNew: name) { throw NetworkError(.unknown, name.printable, fault) }
        do {
            try folder.makeFolder()
        } catch {
            throw NetworkError(.disk, error.path, error.message)
        }
        try checkpoint.writeSafetensors(to: path(name))
        return try BackboneFile(name: name, .file(path(name)))
    }

    /// Whether a name stands for other weights than these. A file that cannot be read is none.
    public func holdsAnother(than checkpoint: Checkpoint, as name: String) throws(NetworkError) -> Bool {
        guard Self.fault(ofNew: name) == nil, path(name).kind == .file else { return false }
        guard let there = try? Checkpoint.read(path(name)) else { return false }
        return there.digest != SHA256Digest(hashing: checkpoint.safetensors)
    }

    private func path(_ name: String) -> FilePath { folder.appending("\(name).safetensors") }

    /// Why something cannot be installed under a name, as the end of a sentence about it; `nil` where it can.
    public static func fault(ofNew name: String) -> String? {
        if !isName(name) { return "cannot be a backbone's name; choose letters and digits" }
        if [ShippedTrunk.name, automatic].contains(name) {
            return "is taken by the program itself; choose another name"
        }
        return nil
    }

    /// Whether `word` is a name rather than a path.
    public static func isName(_ word: String) -> Bool {
        !word.isEmpty && !word.hasPrefix(".") && !word.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 < 0x20 })
            && ![".safetensors", ".pth", ".pt", ".bin"].contains(where: word.hasSuffix)
    }
}
