import Disk
import SystemPackage

/// Finds categories on disk: a category in one of the layouts of `DataLayout`, a published data set, or a folder of
/// either.
///
/// Pictures are told by their extension (.png, .jpg, .jpeg, .bmp in any case); what is in them is checked when they are
/// decoded. Hidden names are skipped. Links are followed, and each folder is entered once, so a loop ends.
public enum CategoryFolder {
    /// What stands in a folder.
    public struct Scan: Equatable, Sendable {
        /// Sorted by the bytes of the folders' names.
        public let categories: [Category]
        /// What could not be used, while the rest could.
        public let problems: [InspectionError]
        /// How each of the categories was read, in the same order.
        public let readings: [CategoryReading]

        public init(categories: [Category], problems: [InspectionError], readings: [CategoryReading] = []) {
            self.categories = categories
            self.problems = problems
            self.readings = readings
        }
    }

    /// - Parameters:
    ///   - minimumGoodParts: a category with fewer is refused; 0 where nothing is going to be learnt.
    ///   - layout: how the folder, or each folder in it, is laid out; `nil` finds out.
    ///   - split: divides good parts where nobody published a division.
    /// - Throws: `InspectionError` when there is no category at all to work with: the first problem.
    public static func scan(
        _ path: FilePath, minimumGoodParts: Int = Calibrator.minimumParts, layout: DataLayout? = nil,
        split: PartSplit = .standard
    ) throws(InspectionError) -> Scan {
        guard path.kind == .folder else {
            throw InspectionError(
                .disk, path, path.kind == .missing ? "no such folder; check the path" : "is no folder of parts")
        }
        var reader = CategoryFolderReader(minimumGoodParts: minimumGoodParts, layout: layout, split: split)
        let look = try FolderLook(path)
        if let found = try reader.recognise(look) {
            reader.add(look, found)
        } else {
            for folder in look.folders { reader.add(path.appending(folder)) }
        }
        guard !reader.readings.isEmpty else {
            throw reader.problems.first
                ?? InspectionError(.noParts, path, "holds no pictures (.png, .jpg, .jpeg, .bmp) and no categories")
        }
        return Scan(
            categories: reader.readings.map(\.category), problems: reader.problems, readings: reader.readings)
    }
}

/// Reads folders one after another, and keeps what can be used.
private struct CategoryFolderReader {
    let minimumGoodParts: Int
    let layout: DataLayout?
    let split: PartSplit
    private(set) var readings: [CategoryReading] = []
    private(set) var problems: [InspectionError] = []

    init(minimumGoodParts: Int, layout: DataLayout?, split: PartSplit) {
        self.minimumGoodParts = minimumGoodParts
        self.layout = layout
        self.split = split
    }

    /// How the folder that was asked for is laid out; `nil` for a folder of categories.
    /// - Throws: where a layout was asked for that neither the folder nor any in it can be read as.
    func recognise(_ look: FolderLook) throws(InspectionError) -> Recognised? {
        if let layout {
            if let found = forced(layout, look) { return found }
            let below = look.folders.contains { name in look.look(into: name).flatMap { forced(layout, $0) } != nil }
            guard below else {
                throw InspectionError(
                    .layout, look.path, "is not laid out as \(layout.title): \(layout.shape); leave out --layout")
            }
            return nil
        }
        if let whole = DataLayout.dataSet(look) { return whole }
        // A category may itself be called "test", so what is below decides first.
        let holdsLabelled = look.folders.contains { name in
            guard FolderIdentity(look.path.appending(name)) != FolderIdentity(look.path),
                let below = look.look(into: name)
            else { return false }
            return below.folders.contains("train") || below.folders.contains("test")
        }
        return holdsLabelled ? nil : DataLayout.category(look)
    }

    private func forced(_ layout: DataLayout, _ look: FolderLook) -> Recognised? {
        let reason = "--layout says so"
        switch layout {
        case .plain, .good: return Recognised(layout: layout, reason: reason)
        case .labels where !look.folders.isEmpty && !look.hasPictures:
            let holdsGood = LabelWords.goodFolder(in: look.folders) != nil
            return holdsGood ? Recognised(layout: layout, reason: reason) : nil
        default: return layout.sign(in: look).map { _ in Recognised(layout: layout, reason: reason) }
        }
    }

    /// A folder in a folder of categories.
    mutating func add(_ folder: FilePath) {
        do throws(InspectionError) {
            let look = try FolderLook(folder)
            if let layout {
                if let found = forced(layout, look) { add(look, found) }
                return
            }
            let found = DataLayout.dataSet(look) ?? DataLayout.category(look)
            add(look, found ?? Recognised(layout: .plain, reason: "nothing else fits"))
        } catch {
            problems.append(error)
        }
    }

    mutating func add(_ look: FolderLook, _ found: Recognised) {
        do throws(InspectionError) {
            if found.layout == .visa, look.has(file: VisAReader.table) {
                let (categories, problems) = try VisAReader.readAll(look.path)
                self.problems += problems
                for (folder, gathered) in categories { add(folder, gathered, found) }
            } else {
                add(look.path, try gather(look, found.layout), found)
            }
        } catch {
            problems.append(error)
        }
    }

    private func gather(_ look: FolderLook, _ layout: DataLayout) throws(InspectionError) -> GatheredParts {
        switch layout {
        case .mvtec, .loco, .mvtec3D, .btad, .plain: return try MVTecReader.read(look, as: layout)
        case .visa: return try VisAReader.readOne(look, split: split)
        case .mtd: return try MagneticTileReader.read(look, split: split)
        case .kolektor: return KolektorReader.readItems(look, split: split)
        case .kolektor2: return KolektorReader.readTrainAndTest(look)
        case .labels: return try LabelFoldersReader.read(look, split: split)
        case .good:
            var gathered = GatheredParts()
            gathered.learnt = try gathered.goodParts(look.path, "")
            return gathered
        }
    }

    private mutating func add(_ folder: FilePath, _ gathered: GatheredParts, _ found: Recognised) {
        problems += gathered.problems
        let category = gathered.category(folder.categoryName, folder)
        do throws(InspectionError) {
            try check(category, found)
            readings.append(
                CategoryReading(category, layout: found.layout, reason: found.reason, notes: gathered.notes))
        } catch {
            problems.append(error)
        }
    }

    private func check(_ category: Category, _ found: Recognised) throws(InspectionError) {
        let good = category.calibrationParts.count
        guard good + category.parts.count > 0 else {
            throw InspectionError(.noParts, category.folder, "holds no pictures (.png, .jpg, .jpeg, .bmp)")
        }
        guard good >= minimumGoodParts else {
            let count = good == 0 ? "no good parts" : good == 1 ? "1 good part" : "\(good) good parts"
            let remedy =
                switch found.layout {
                case .mvtec: ""
                case .plain: "; put them into a folder good, or say --layout good if all of these are good"
                default: "; it was read as \(found.layout.title), because \(found.reason)"
                }
            throw InspectionError(
                .tooFewGoodParts, category.folder,
                "category \(category.name.printable) has \(count) in \(found.layout.placeOfGoodParts); "
                    + "at least \(minimumGoodParts) are needed to calibrate\(remedy)")
        }
        if let twin = readings.first(where: { $0.category.name == category.name }) {
            throw InspectionError(
                .ambiguousName, category.folder,
                "has the same name as \(twin.category.folder.printable); rename one of them")
        }
    }
}
