import Disk
import SystemPackage

/// Reads a folder for each label, one of them for good parts; outlines may stand in `ground_truth/<label>`.
enum LabelFoldersReader {
    static func read(_ look: FolderLook, split: PartSplit) throws(InspectionError) -> GatheredParts {
        var gathered = GatheredParts()
        var finder = MaskFinder()
        let good = LabelWords.goodFolder(in: look.folders)
        if let good { gathered.divide(try gathered.goodParts(look.path, FilePath(root: nil, [good])), split) }
        for label in look.folders where label != good && label != "ground_truth" {
            let folder = FilePath(root: nil, [label])
            let truth = look.path.appending("ground_truth").appending(label)
            for below in try gathered.walk(look.path, folder) {
                let name = folder.appending(below.components)
                let stem = below.lastComponent?.stemBytes ?? []
                let masks = finder.masks(in: truth.appending(below.removingLastComponent().components), for: stem)
                gathered.inspected.append(
                    Part(path: look.path.appending(name.components), name: name, label: label.text, masks: masks))
            }
        }
        gathered.inspected += look.pictures.map { name in
            Part(path: look.path.appending(name), name: FilePath(root: nil, [name]))
        }
        gathered.problems += finder.unreadable
        return gathered
    }
}
