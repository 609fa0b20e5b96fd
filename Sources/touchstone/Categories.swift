import Disk
import Inspection
import SystemPackage

/// The categories that a command was asked to work on.
enum Categories {
    /// - Parameters:
    ///   - directory: a category, or a folder of categories.
    ///   - names: only these; all where empty.
    ///   - layout: how the folder is laid out, where that was said.
    ///   - minimumGoodParts: fewer make a category a problem.
    /// - Throws: `Failure` for a name that is not there.
    static func scan(
        _ directory: String, only names: [String], layout: LayoutOptions? = nil,
        minimumGoodParts: Int = Calibrator.minimumParts
    ) throws -> CategoryFolder.Scan {
        let folder = FilePath(directory)
        let scan = try CategoryFolder.scan(
            folder, minimumGoodParts: minimumGoodParts, layout: layout?.layout,
            split: layout?.split ?? .standard)
        guard !names.isEmpty else {
            for problem in scan.problems { Diagnostics.error("\(problem)") }
            say(scan.readings)
            return scan
        }
        let chosen = scan.categories.filter { names.contains($0.name) }
        for name in names where !chosen.contains(where: { $0.name == name }) {
            let known = scan.categories.map(\.name.printable).joined(separator: ", ")
            throw Failure("\(folder.printable): no usable category \(name.printable); there are: \(known)")
        }
        // What is wrong elsewhere is not of interest; a folder of a chosen category that cannot be read is.
        let problems = scan.problems.filter { problem in
            chosen.contains { "\(problem.subject)/".hasPrefix("\($0.folder.printable)/") }
        }
        for problem in problems { Diagnostics.error("\(problem)") }
        let readings = scan.readings.filter { names.contains($0.category.name) }
        say(readings)
        return CategoryFolder.Scan(categories: chosen, problems: problems, readings: readings)
    }

    /// What was decided while reading: nobody should have to guess which parts were learnt from.
    private static func say(_ readings: [CategoryReading]) {
        for reading in readings {
            for note in reading.notes {
                Diagnostics.note("\(reading.category.name.printable) (\(reading.layout.title)): \(note)")
            }
        }
    }
}
