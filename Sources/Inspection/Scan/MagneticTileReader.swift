import Disk
import SystemPackage

/// Reads Magnetic Tile Defects as published (Huang, Qiu & Yuan 2020): `MT_<label>/Imgs` holds `<name>.jpg` and its mask
/// `<name>.png`, `MT_Free` the good parts. There is no split. Masks have soft edges.
enum MagneticTileReader {
    static func labels(in look: FolderLook) -> [FilePath.Component] {
        look.folders.filter { $0.text.hasPrefix("MT_") && $0.text.count > 3 }
    }

    static func read(_ look: FolderLook, split: PartSplit) throws(InspectionError) -> GatheredParts {
        var gathered = GatheredParts()
        var good: [Part] = []
        for folder in labels(in: look) {
            var place = FilePath(root: nil, [folder])
            if look.has(folder: place.appending("Imgs")) { place.append("Imgs") }
            let label = folder == "MT_Free" ? "good" : folder.text.dropFirst(3).lowercased()
            do throws(InspectionError) {
                let parts = try parts(FolderLook(look.path.appending(place.components)), place, label)
                if label == "good" { good += parts } else { gathered.inspected += parts }
            } catch {
                gathered.problems.append(error)
            }
        }
        gathered.divide(good, split)
        return gathered
    }

    private static func parts(_ look: FolderLook, _ place: FilePath, _ label: String) -> [Part] {
        let masks = Set(look.files.filter { $0.extension?.lowercased() == "png" }.map(\.stemBytes))
        return look.pictures.filter { $0.extension?.lowercased() != "png" }.map { name in
            let mask =
                label != "good" && masks.contains(name.stemBytes)
                ? FilePath.Component(bytes: name.stemBytes + Array(".png".utf8)) : nil
            return Part(
                path: look.path.appending(name), name: place.appending(name), label: label,
                mask: mask.map { look.path.appending($0) })
        }
    }
}
