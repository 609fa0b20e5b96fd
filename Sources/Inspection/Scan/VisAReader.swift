import Disk
import SystemPackage

/// Reads VisA as published (Zou et al. 2022): `<object>/Data/Images/{Normal,Anomaly}`, masks that number the kinds of
/// defects, and a table that says which part is for what.
enum VisAReader {
    static let table: FilePath = "split_csv/1cls.csv"

    /// Every object of the table.
    static func readAll(
        _ root: FilePath
    ) throws(InspectionError) -> (categories: [(FilePath, GatheredParts)], problems: [InspectionError]) {
        let path = root.appending(table.components)
        let rows = Dictionary(grouping: try SplitTable(path).rows, by: \.object)
        var categories: [(FilePath, GatheredParts)] = []
        var problems: [InspectionError] = []
        var absent: [String] = []
        for object in rows.keys.sorted(by: { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }) {
            guard let name = inside(object), name.components.count == 1, name.string == object else {
                problems.append(
                    InspectionError(.layout, path, "names an object \(object.printable), which is no folder's name"))
                continue
            }
            let folder = root.appending(name.components)
            guard folder.kind == .folder else {
                absent.append(object.printable)
                continue
            }
            categories.append((folder, read(rows[object] ?? [], of: name, root: root)))
        }
        if !absent.isEmpty {
            problems.append(
                InspectionError(
                    .layout, path,
                    "objects that it names and whose folders are not there: \(absent.joined(separator: ", "))"))
        }
        return (categories, problems)
    }

    /// One object's folder. Its table stands above it; without one, good parts are divided.
    static func readOne(_ look: FolderLook, split: PartSplit) throws(InspectionError) -> GatheredParts {
        let folder = look.path.lexicallyNormalized()
        let root = folder.components.count > 1 || folder.isAbsolute ? folder.removingLastComponent() : FilePath(".")
        let path = root.appending(table.components)
        if let name = folder.lastComponent, name.kind == .regular, path.kind == .file {
            let rows = try SplitTable(path).rows.filter { $0.object == name.text }
            if !rows.isEmpty { return read(rows, of: FilePath(root: nil, [name]), root: root) }
        }
        return try readWithoutTable(look, split: split)
    }

    private static func read(_ rows: [SplitTable.Row], of object: FilePath, root: FilePath) -> GatheredParts {
        var gathered = GatheredParts()
        var (outside, missing, twice) = (Complaint(), Complaint(), Complaint())
        var unlearnt = 0
        var seen: Set<FilePath> = []
        for row in rows {
            guard let image = inside(row.image), image.starts(with: object), image != object else {
                outside.add(row, row.image)
                continue
            }
            guard seen.insert(image).inserted else {
                twice.add(row, row.image)
                continue
            }
            guard root.appending(image.components).kind != .missing else {
                missing.add(row, row.image)
                continue
            }
            let isGood = row.label == "normal" || row.label == "good"
            guard row.split == "test" || row.split == "train" && isGood else {
                unlearnt += 1
                continue
            }
            var mask: FilePath?
            if !isGood, !row.mask.isEmpty {
                if let inside = inside(row.mask), inside.starts(with: object) {
                    mask = root.appending(inside.components)
                    if mask?.kind == .missing {
                        missing.add(row, row.mask)
                        mask = nil
                    }
                } else {
                    outside.add(row, row.mask)
                }
            }
            let part = Part(
                path: root.appending(image.components),
                name: FilePath(root: nil, image.components.dropFirst()),
                label: isGood ? "good" : row.label.isEmpty ? nil : row.label, masks: mask.map { [$0] } ?? [],
                maskReading: .anyValue)
            if row.split == "train" { gathered.learnt.append(part) } else { gathered.inspected.append(part) }
        }
        let folder = root.appending(object.components)
        gathered.problems = [
            outside.problem(folder, "lead out of the folder", "correct them"),
            missing.problem(folder, "name files that are not there", "copy the files, or take the rows out"),
            twice.problem(folder, "name a picture again", "a part can be learnt from or inspected, not both"),
        ].compactMap { $0 }
        if unlearnt > 0 {
            gathered.notes.append("rows that are neither train, normal nor test, and left out: \(unlearnt)")
        }
        return gathered
    }

    private static func readWithoutTable(_ look: FolderLook, split: PartSplit) throws(InspectionError) -> GatheredParts
    {
        var gathered = GatheredParts()
        var finder = MaskFinder()
        let anomaly: FilePath = "Data/Images/Anomaly"
        for below in try gathered.walk(look.path, anomaly) {
            let name = anomaly.appending(below.components)
            let masks = finder.masks(
                in: look.path.appending("Data/Masks/Anomaly").appending(below.removingLastComponent().components),
                for: below.lastComponent?.stemBytes ?? [])
            gathered.inspected.append(
                Part(
                    path: look.path.appending(name.components), name: name, label: "anomaly", masks: masks,
                    maskReading: .anyValue))
        }
        gathered.divide(try gathered.goodParts(look.path, "Data/Images/Normal"), split)
        gathered.problems += finder.unreadable
        return gathered
    }

    /// A path from the table that cannot lead out of the folder it is relative to.
    private static func inside(_ text: String) -> FilePath? {
        let path = FilePath(text)
        guard !text.isEmpty, !text.utf8.contains(0), path.isRelative else { return nil }
        return path.components.allSatisfy { $0.kind == .regular } ? path : nil
    }

    /// Rows with the same fault: one line for all of them.
    private struct Complaint {
        private var count = 0
        private var first: (line: Int, text: String)?

        mutating func add(_ row: SplitTable.Row, _ text: String) {
            count += 1
            if first == nil { first = (row.line, text.printable) }
        }

        func problem(_ folder: FilePath, _ fault: String, _ remedy: String) -> InspectionError? {
            guard let first else { return nil }
            return InspectionError(
                .layout, folder,
                "rows of \(table.printable) that \(fault): \(count), the first in line \(first.line): "
                    + "\(first.text); \(remedy)")
        }
    }
}
