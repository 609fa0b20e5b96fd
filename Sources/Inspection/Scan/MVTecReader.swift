import Disk
import Raster
import SystemPackage

/// Reads `train/good`, `test/<label>` and `ground_truth/<label>`, and what is laid out nearly so: good parts under
/// another word, masks in folders of their own, colour pictures beside depth. Without `test`, everything that is not to
/// be learnt from is a part to inspect, unlabelled.
struct MVTecReader {
    private let look: FolderLook
    private let layout: DataLayout
    private var gathered = GatheredParts()
    private var finder = MaskFinder()

    static func read(_ look: FolderLook, as layout: DataLayout) throws(InspectionError) -> GatheredParts {
        var reader = MVTecReader(look, layout)
        let good = try reader.learn()
        if layout != .plain, look.folders.contains("test") {
            try reader.inspectLabelled()
            try reader.countValidation()
        } else {
            try reader.inspectTheRest(good)
        }
        reader.gathered.problems += reader.finder.unreadable
        return reader.gathered
    }

    private init(_ look: FolderLook, _ layout: DataLayout) {
        self.look = look
        self.layout = layout
    }

    /// - Returns: the folder of good parts at the top of the category, where it is there.
    private mutating func learn() throws(InspectionError) -> FilePath.Component? {
        if layout != .plain, look.folders.contains("train") {
            let train = try FolderLook(look.path.appending("train"))
            if let good = LabelWords.goodFolder(in: train.folders) {
                var place = FilePath("train").appending(good)
                if layout == .mvtec3D { place.append("rgb") }
                gathered.learnt = try gathered.goodParts(look.path, place)
                for other in train.folders where other != good { try noteUnlearnt(FilePath("train").appending(other)) }
                return nil
            }
            if !look.folders.contains("good"), train.hasPictures {
                gathered.learnt = train.pictures.map { name in
                    Part(path: train.path.appending(name), name: FilePath("train").appending(name), label: "good")
                }
                gathered.notes.append("pictures that stand in train itself are taken for good parts")
                return nil
            }
        }
        guard look.folders.contains("good") else { return nil }
        gathered.learnt = try gathered.goodParts(look.path, "good")
        return "good"
    }

    private mutating func noteUnlearnt(_ folder: FilePath) throws(InspectionError) {
        let count = try gathered.walk(look.path, folder).count
        if count > 0 { gathered.notes.append("\(folder.printable): pictures not learnt from: \(count)") }
    }

    /// The papers tune on these; nothing here needs them, and they are no test.
    private mutating func countValidation() throws(InspectionError) {
        guard look.folders.contains("validation") else { return }
        let all = try gathered.walk(look.path, "validation")
        let count = layout == .mvtec3D ? all.count { $0.components.contains("rgb") } : all.count
        guard count > 0 else { return }
        gathered.notes.append("validation: pictures neither learnt from nor inspected, as in the papers: \(count)")
    }

    private mutating func inspectTheRest(_ good: FilePath.Component?) throws(InspectionError) {
        var leftOut: Set<FilePath.Component> = ["train", "ground_truth"]
        if let good { leftOut.insert(good) }
        gathered.inspected = try gathered.walk(look.path, "", leftOut: leftOut).map { name in
            Part(path: look.path.appending(name.components), name: name)
        }
    }

    /// `test/<label>/…`, and pictures directly in `test`, which have no label.
    private mutating func inspectLabelled() throws(InspectionError) {
        let test = try FolderLook(look.path.appending("test"))
        let good = LabelWords.goodFolder(in: test.folders)
        for name in test.folders {
            var place = FilePath("test").appending(name)
            if layout == .mvtec3D, look.has(folder: place.appending("rgb")) { place.append("rgb") }
            let top = look.path.appending(place.components)
            var walk = PictureWalk(above: [look.path])
            walk.enter(top)
            gathered.problems += walk.refusals
            for below in walk.found {
                gathered.inspected.append(part(place, below, label: name == good ? "good" : name.text, folder: name))
            }
        }
        gathered.inspected += test.pictures.map { name in
            Part(path: test.path.appending(name), name: FilePath("test").appending(name))
        }
    }

    private mutating func part(
        _ place: FilePath, _ below: FilePath, label: String, folder: FilePath.Component
    ) -> Part {
        let name = place.appending(below.components)
        return Part(
            path: look.path.appending(name.components), name: name, label: label,
            masks: label == "good" ? [] : masks(of: below, folder), maskReading: reading)
    }

    private mutating func masks(of picture: FilePath, _ label: FilePath.Component) -> [FilePath] {
        guard let stem = picture.lastComponent?.stemBytes else { return [] }
        let truth: FilePath =
            layout == .mvtec3D
            ? FilePath("test").appending(label).appending("gt")
            : FilePath("ground_truth").appending(label)
        let folder = look.path.appending(truth.components).appending(picture.removingLastComponent().components)
        return finder.masks(in: folder, for: stem)
    }

    /// MVTec LOCO AD and 3D-AD number the kinds of defects in their masks.
    private var reading: Mask.Reading { layout == .loco || layout == .mvtec3D ? .anyValue : .overHalf }
}
