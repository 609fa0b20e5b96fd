import Detectors
import Disk
import Raster
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Reads KolektorSDD (Tabernik et al. 2020) and KolektorSDD2 (Božič et al. 2021), where every picture has a mask beside
/// it and a part is good when its mask is all black. Any other value is a defect.
enum KolektorReader {
    /// How a mask is named after its picture: a suffix between stem and extension.
    struct MasksBeside {
        let suffix: String

        func isMask(_ name: FilePath.Component) -> Bool {
            // Copies such as `10301_GT (copy).png` are masks too.
            PictureWalk.isPicture(name) && name.text.lowercased().contains(suffix.lowercased())
        }

        func mask(of picture: FilePath.Component, among names: Set<FilePath.Component>) -> FilePath.Component? {
            [".png", ".bmp", ".PNG", ".BMP", ".jpg"].lazy
                .compactMap { FilePath.Component(bytes: picture.stemBytes + Array((suffix + $0).utf8)) }
                .first { names.contains($0) }
        }
    }

    static let itemMasks = MasksBeside(suffix: "_label")
    static let stripMasks = MasksBeside(suffix: "_GT")

    /// Folders `kos` and a number: one item each.
    static func items(in look: FolderLook) -> [FilePath.Component] {
        look.folders.filter { name in
            let text = name.text.lowercased()
            return text.hasPrefix("kos") && text.count > 3 && text.dropFirst(3).allSatisfy(\.isNumber)
        }
    }

    /// KolektorSDD has no split: good parts are divided with all pictures of one item on one side, as in the paper's
    /// folds.
    static func readItems(_ look: FolderLook, split: PartSplit) -> GatheredParts {
        var gathered = GatheredParts()
        var found: [Part] = []
        for item in items(in: look) {
            let folder = FilePath(root: nil, [item])
            found += parts(look, folder, itemMasks, &gathered)
        }
        let parts = labelled(found, &gathered)
        gathered.divide(
            parts.filter { $0.isDefective == false }, split, together: " with all pictures of an item on one side"
        ) { part in part.name.removingLastComponent().bytes }
        gathered.inspected += parts.filter { $0.isDefective != false }
        return gathered
    }

    static func readTrainAndTest(_ look: FolderLook) -> GatheredParts {
        var gathered = GatheredParts()
        let train = labelled(parts(look, "train", stripMasks, &gathered), &gathered)
        gathered.learnt = train.filter { $0.isDefective == false }
        if train.count > gathered.learnt.count {
            gathered.notes.append(
                "train: pictures not marked good, and not learnt from: \(train.count - gathered.learnt.count)")
        }
        gathered.inspected = labelled(parts(look, "test", stripMasks, &gathered), &gathered)
        return gathered
    }

    private static func parts(
        _ look: FolderLook, _ folder: FilePath, _ masks: MasksBeside, _ gathered: inout GatheredParts
    ) -> [Part] {
        guard look.has(folder: folder) else { return [] }
        do throws(InspectionError) {
            let place = try FolderLook(look.path.appending(folder.components))
            let names = Set(place.files)
            return place.pictures.filter { !masks.isMask($0) }.map { name in
                let mask = masks.mask(of: name, among: names).map { place.path.appending($0) }
                return Part(
                    path: place.path.appending(name), name: folder.appending(name), masks: mask.map { [$0] } ?? [],
                    maskReading: .anyValue)
            }
        } catch {
            gathered.problems.append(error)
            return []
        }
    }

    /// The same parts with the labels that their masks give; without a mask, or with one that cannot be read, none.
    private static func labelled(_ parts: [Part], _ gathered: inout GatheredParts) -> [Part] {
        let workers = Array(0..<max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        let empty = Crew(workers).map(parts.count) { _, i in try parts[i].outline()?.isEmpty }
        var labelled: [Part] = []
        for (part, result) in zip(parts, empty) {
            var label: String?
            switch result {
            case .success(let isEmpty): label = isEmpty.map { $0 ? "good" : "defect" }
            case .failure(let error):
                gathered.problems.append(
                    InspectionError(.layout, part.path, "has no label, because its mask cannot be read: \(error)"))
            }
            labelled.append(
                Part(
                    path: part.path, name: part.name, label: label, masks: label == "good" ? [] : part.masks,
                    maskReading: .anyValue))
        }
        return labelled
    }
}
