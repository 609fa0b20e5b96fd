import Disk
import SystemPackage

#if canImport(Glibc)
import Glibc
#endif

extension Category {
    /// Reads one category, without judging how many parts it has.
    /// - Returns: the category, and folders below it that could not be read: the parts in them are missing.
    /// - Throws: when the folder itself cannot be read.
    static func read(_ folder: FilePath) throws(InspectionError) -> (Category, unreadable: [InspectionError]) {
        var reader = CategoryReader(folder: folder)
        let hasTest = folder.appending("test").kind == .folder
        let good: FilePath = folder.appending("train").appending("good").kind == .folder ? "train/good" : "good"
        let learnt = try reader.pictures(below: good, label: "good")
        var leftOut: Set<FilePath.Component> = ["train", "ground_truth"]
        if good == "good" { leftOut.insert("good") }
        let parts = try hasTest ? reader.labelled() : reader.pictures(below: "", leftOut: leftOut)
        let category = Category(
            name: displayName(folder), folder: folder, calibrationParts: learnt.inByteOrder, parts: parts.inByteOrder)
        return (category, reader.unreadable)
    }

    /// The folder's own name, also where it was given as `.` or `..`. Bytes that are no UTF-8 are written as `\xNN`.
    private static func displayName(_ folder: FilePath) -> String {
        if let name = folder.lastComponent, name.kind == .regular { return name.text }
        let resolved = folder.withPlatformString { realpath($0, nil) }
        defer { free(resolved) }
        return resolved.flatMap { FilePath(platformString: $0).lastComponent?.text } ?? folder.printable
    }
}

extension FilePath.Component {
    /// The name as it is where it is UTF-8, escaped where it is not.
    fileprivate var text: String {
        let name = FilePath(root: nil, [self])
        return String(validating: name.bytes, as: UTF8.self) ?? name.printable
    }
}

/// Gathers the parts of one category.
private struct CategoryReader {
    let folder: FilePath
    var unreadable: [InspectionError] = []

    init(folder: FilePath) { self.folder = folder }

    /// Pictures below a folder of the category.
    /// - Parameter leftOut: folders in it that hold no parts to inspect.
    mutating func pictures(
        below name: FilePath, label: String? = nil, leftOut: Set<FilePath.Component> = []
    ) throws(InspectionError) -> [Part] {
        let top = name.isEmpty ? folder : folder.appending(name.components)
        guard top.kind == .folder else { return [] }
        var walk = PictureWalk(leftOut: leftOut)
        walk.enter(top)
        // What cannot even be listed leaves nothing to work with.
        if let refusal = walk.refusal(of: top) { throw refusal }
        unreadable += walk.refusals
        return walk.found.map { part(name.appending($0.components), label: label) }
    }

    /// `test/<label>/…`, and pictures directly in `test`.
    mutating func labelled() throws(InspectionError) -> [Part] {
        let test = folder.appending("test")
        let names: [FilePath.Component]
        do {
            names = try test.list()
        } catch {
            throw InspectionError(error)
        }
        var parts: [Part] = []
        for name in names {
            let relative = FilePath("test").appending(name)
            if test.appending(name).kind == .folder {
                let label = name.text
                var walk = PictureWalk()
                walk.enter(test.appending(name))
                unreadable += walk.refusals
                parts += walk.found.map { part(relative.appending($0.components), label: label, outlined: (name, $0)) }
            } else if PictureWalk.isPicture(name) {
                parts.append(part(relative, label: nil))
            }
        }
        return parts
    }

    private func part(
        _ name: FilePath, label: String?, outlined: (label: FilePath.Component, below: FilePath)? = nil
    ) -> Part {
        Part(
            path: folder.appending(name.components), name: name, label: label,
            mask: label == "good" ? nil : outlined.flatMap { mask($0.label, $0.below) })
    }

    private func mask(_ label: FilePath.Component, _ picture: FilePath) -> FilePath? {
        guard let name = picture.lastComponent else { return nil }
        let bytes = FilePath(root: nil, [name]).bytes
        let stem = bytes[..<(bytes.lastIndex(of: UInt8(ascii: ".")) ?? bytes.endIndex)]
        let place = folder.appending("ground_truth").appending(label)
            .appending(picture.removingLastComponent().components)
        return ["_mask.png", ".png"].lazy
            .compactMap { ending in FilePath(bytes: stem + Array(ending.utf8)).lastComponent }
            .map { place.appending($0) }
            .first { $0.kind == .file }
    }
}

extension [Part] {
    /// Sorted by the bytes of the names, so that the order is the same on every machine.
    fileprivate var inByteOrder: [Part] {
        map { ($0.name.bytes, $0) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
    }
}
