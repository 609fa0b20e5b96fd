import Disk
import Inspection
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A category made of links to the first parts of another one: big enough to measure, and the same for the program on
/// its terminal as for what is measured in here.
public enum SmallCategory {
    /// - Parameters:
    ///   - folder: where the category is made; its last component is the category's name.
    ///   - parts: at most so many good parts to learn from, and so many to inspect.
    /// - Throws: `BenchError.parts` where the category has too few good parts, `DiskError`, `InspectionError`.
    public static func make(_ folder: FilePath, from source: Category, parts: Int) throws -> Category {
        guard source.calibrationParts.count >= Calibrator.minimumParts else {
            throw BenchError(
                .parts, source.folder.printable,
                "has \(source.calibrationParts.count) good parts in train/good; give a category in MVTec layout")
        }
        try link(Array(source.calibrationParts.prefix(parts)), in: folder.appending("train").appending("good"))
        let labels = Set(source.parts.map { $0.label ?? "parts" }).sorted()
        let chosen = Array(source.parts.prefix(parts))
        for (index, label) in labels.enumerated() {
            let name = label == "good" ? label : "label\(index)"
            try link(
                chosen.filter { ($0.label ?? "parts") == label }, in: folder.appending("test").appending(name))
        }
        guard let made = try CategoryFolder.scan(folder).categories.first else {
            throw BenchError(.parts, folder.printable, "cannot be read back")
        }
        return made
    }

    private static func link(_ parts: [Part], in folder: FilePath) throws {
        guard !parts.isEmpty else { return }
        try folder.makeFolder()
        for (index, part) in parts.enumerated() {
            let ending = part.path.extension ?? "png"
            // The order of the names is the order of the parts.
            let name = folder.appending("\(100_000 + index).\(ending)")
            guard let target = part.path.withPlatformString({ realpath($0, nil) }) else {
                throw BenchError(.parts, part.path.printable, "is gone")
            }
            defer { free(target) }
            guard name.withPlatformString({ symlink(target, $0) }) == 0 else {
                throw BenchError(.machine, name.printable, "no link can be made there; set TMPDIR")
            }
        }
    }
}
