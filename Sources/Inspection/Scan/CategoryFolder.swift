import Disk
import SystemPackage

/// Finds categories on disk. A folder is one of these:
///
/// - a category in MVTec AD layout: `train/good` holds good parts to learn from, `test/<label>` parts to inspect,
///   `ground_truth/<label>/<stem>_mask.png` (or `<stem>.png`) their defects' outlines. Pictures directly in `test` have
///   no label. Without a `test` folder every other picture is a part to inspect, unlabelled;
/// - a plain folder of pictures: all of them, at any depth, are parts to inspect, unlabelled; those in its `good`
///   folder are the good parts to learn from instead;
/// - a folder of categories: each folder in it is a category in one of the layouts above.
///
/// Pictures are told by their extension (.png, .jpg, .jpeg in any case); what is in them is checked when they are
/// decoded. Hidden names are skipped. Links are followed, and each folder is entered once, so a loop ends.
public enum CategoryFolder {
    /// What stands in a folder.
    public struct Scan: Equatable, Sendable {
        /// Sorted by the bytes of the folders' names.
        public let categories: [Category]
        /// What could not be used, while the rest could.
        public let problems: [InspectionError]

        public init(categories: [Category], problems: [InspectionError]) {
            self.categories = categories
            self.problems = problems
        }
    }

    /// - Parameter minimumGoodParts: a category with fewer is refused; 0 where nothing is going to be learnt.
    /// - Throws: `InspectionError` when there is no category at all to work with: the first problem.
    public static func scan(
        _ path: FilePath, minimumGoodParts: Int = Calibrator.minimumParts
    ) throws(InspectionError) -> Scan {
        guard path.kind == .folder else {
            throw InspectionError(
                .disk, path, path.kind == .missing ? "no such folder; check the path" : "is no folder of parts")
        }
        var builder = Builder(minimumGoodParts: minimumGoodParts)
        let folders = try subfolders(of: path)
        // A category may itself be called "test", so what is below decides first.
        let holdsLabelled = folders.contains { isLabelled((try? subfolders(of: path.appending($0))) ?? []) }
        if !holdsLabelled, isLabelled(folders) || isPlain(path, folders) {
            builder.add(path)
        } else {
            for folder in folders { builder.add(path.appending(folder)) }
        }
        guard !builder.categories.isEmpty else {
            throw builder.problems.first
                ?? InspectionError(.noParts, path, "holds no pictures (.png, .jpg, .jpeg) and no categories")
        }
        return Scan(categories: builder.categories, problems: builder.problems)
    }

    /// Whether these are the folders of a category in MVTec AD layout.
    private static func isLabelled(_ folders: [FilePath.Component]) -> Bool {
        folders.contains("train") || folders.contains("test")
    }

    private static func isPlain(_ path: FilePath, _ folders: [FilePath.Component]) -> Bool {
        folders.contains("good") || ((try? path.list()) ?? []).contains { name in
            PictureWalk.isPicture(name) && path.appending(name).kind != .folder
        }
    }

    private static func subfolders(of path: FilePath) throws(InspectionError) -> [FilePath.Component] {
        do {
            return try path.list().filter { path.appending($0).kind == .folder }
        } catch {
            throw InspectionError(error)
        }
    }

    private struct Builder {
        let minimumGoodParts: Int
        var categories: [Category] = []
        var problems: [InspectionError] = []

        init(minimumGoodParts: Int) { self.minimumGoodParts = minimumGoodParts }

        mutating func add(_ folder: FilePath) {
            do throws(InspectionError) {
                let (category, unreadable) = try Category.read(folder)
                problems += unreadable
                try check(category)
                categories.append(category)
            } catch {
                problems.append(error)
            }
        }

        private func check(_ category: Category) throws(InspectionError) {
            let good = category.calibrationParts.count
            guard good + category.parts.count > 0 else {
                throw InspectionError(.noParts, category.folder, "holds no pictures (.png, .jpg, .jpeg)")
            }
            guard good >= minimumGoodParts else {
                let found = good == 0 ? "no good parts" : good == 1 ? "1 good part" : "\(good) good parts"
                throw InspectionError(
                    .tooFewGoodParts, category.folder,
                    "category \(category.name.printable) has \(found) in train/good; "
                        + "at least \(minimumGoodParts) are needed to calibrate")
            }
            if let twin = categories.first(where: { $0.name == category.name }) {
                throw InspectionError(
                    .ambiguousName, category.folder,
                    "has the same name as \(twin.folder.printable); rename one of them")
            }
        }
    }
}
