import Disk
import Inspection
import SystemPackage

/// The good parts that a command was given: files, folders of pictures, or categories, of which only the good ones count.
enum GoodParts {
    /// - Throws: `InspectionError` for a folder that cannot be read; `Failure` for a folder of several categories, whose
    ///   parts do not belong together, and where there is no good part.
    static func collect(_ arguments: [FilePath]) throws -> [FilePath] {
        var parts: [FilePath] = []
        for path in arguments {
            switch path.kind {
            case .missing: throw Failure("\(path.printable): no such file or folder; check the path")
            case .folder: parts += try goodParts(in: path)
            default: parts.append(path)
            }
        }
        guard !parts.isEmpty else {
            let places = arguments.map(\.printable).joined(separator: ", ")
            throw Failure("\(places): holds no good parts; name a folder of pictures that are all good")
        }
        return parts
    }

    private static func goodParts(in folder: FilePath) throws -> [FilePath] {
        let scan = try CategoryFolder.scan(folder, minimumGoodParts: 0)
        guard scan.categories.count == 1, let category = scan.categories.first else {
            let names = scan.categories.map(\.name.printable).joined(separator: ", ")
            throw Failure("\(folder.printable): holds several categories (\(names)); name the folder of one")
        }
        let isLabelled = !category.calibrationParts.isEmpty || category.parts.contains { $0.label != nil }
        // Where nobody labelled anything, whoever gave the folder answers for it.
        let tested = isLabelled ? category.parts.filter { $0.isDefective == false } : category.parts
        return (category.calibrationParts + tested).map(\.path)
    }
}
