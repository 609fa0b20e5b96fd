import Disk
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A category as it was read from disk, and how.
public struct CategoryReading: Hashable, Sendable {
    public let category: Category
    public let layout: DataLayout
    /// What gave the layout away; goes on after "because", printable.
    public let reason: String
    /// What was decided or left out while reading, printable: a split that nobody published, pictures that are not used.
    public let notes: [String]

    public init(_ category: Category, layout: DataLayout, reason: String, notes: [String]) {
        self.category = category
        self.layout = layout
        self.reason = reason
        self.notes = notes
    }
}

/// One category's parts while they are gathered.
struct GatheredParts {
    var learnt: [Part] = []
    var inspected: [Part] = []
    var notes: [String] = []
    /// What could not be used, while the rest could.
    var problems: [InspectionError] = []

    func category(_ name: String, _ folder: FilePath) -> Category {
        Category(name: name, folder: folder, calibrationParts: learnt.inByteOrder, parts: inspected.inByteOrder)
    }

    /// Divides good parts as no table does, and says so.
    mutating func divide(
        _ good: [Part], _ split: PartSplit, together: String = "", group: (Part) -> [UInt8] = { $0.name.bytes }
    ) {
        let (learnt, inspected) = split.divide(good, group: group)
        self.learnt += learnt
        self.inspected += inspected
        notes.append(split.statement(learnt: learnt.count, of: good.count, together: together))
    }

    /// All pictures below a folder, at any depth.
    /// - Parameters:
    ///   - relative: to the category's folder; empty for that itself.
    ///   - leftOut: folders in it that are not entered.
    /// - Returns: paths relative to `relative`.
    /// - Throws: where the folder itself cannot be listed: what cannot even be listed leaves nothing to work with.
    mutating func walk(
        _ folder: FilePath, _ relative: FilePath, leftOut: Set<FilePath.Component> = []
    ) throws(InspectionError) -> [FilePath] {
        let top = relative.isEmpty ? folder : folder.appending(relative.components)
        guard top.kind == .folder else { return [] }
        var walk = PictureWalk(leftOut: leftOut, above: relative.isEmpty ? [] : [folder])
        walk.enter(top)
        if let refusal = walk.refusal(of: top) { throw refusal }
        problems += walk.refusals
        return walk.found
    }

    /// Good parts below a folder, at any depth.
    mutating func goodParts(_ folder: FilePath, _ relative: FilePath) throws(InspectionError) -> [Part] {
        try walk(folder, relative).map { below in
            let name = relative.appending(below.components)
            return Part(path: folder.appending(name.components), name: name, label: "good")
        }
    }
}

extension FilePath {
    /// The folder's own name, also where it was given as `.` or `..`. Bytes that are no UTF-8 are written as `\xNN`.
    var categoryName: String {
        if let name = lastComponent, name.kind == .regular { return name.text }
        let resolved = withPlatformString { realpath($0, nil) }
        defer { free(resolved) }
        return resolved.flatMap { FilePath(platformString: $0).lastComponent?.text } ?? printable
    }
}
