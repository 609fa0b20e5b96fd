import Disk
import SystemPackage

/// A layout, and what gave it away.
struct Recognised {
    let layout: DataLayout
    /// Goes on after "because": printable.
    let reason: String
}

extension DataLayout {
    /// Layouts that are told from the folder of a whole data set, before anybody looks for categories in it.
    static func dataSet(_ look: FolderLook) -> Recognised? {
        let sure: [DataLayout] = [.visa, .mtd, .kolektor]
        return firstMatch(of: sure, look)
    }

    /// The layout of one category; `nil` where the folder is none.
    static func category(_ look: FolderLook) -> Recognised? {
        firstMatch(of: [.mvtec3D, .kolektor2, .btad, .loco, .mvtec, .labels, .plain], look)
    }

    private static func firstMatch(of layouts: [DataLayout], _ look: FolderLook) -> Recognised? {
        for layout in layouts {
            if let reason = layout.sign(in: look) { return Recognised(layout: layout, reason: reason) }
        }
        return nil
    }

    /// What in the folder speaks for the layout; `nil` where nothing does.
    func sign(in look: FolderLook) -> String? {
        switch self {
        case .mvtec: Self.signOfMVTec(look)
        case .loco: Self.signOfLOCO(look)
        case .mvtec3D: look.has(folder: "train/good/rgb") ? "there is train/good/rgb" : nil
        case .btad: look.has(folder: "train/ok") ? "there is train/ok" : nil
        case .visa: Self.signOfVisA(look)
        case .mtd: Self.signOfMTD(look)
        case .kolektor: Self.signOfKolektor(look)
        case .kolektor2: Self.signOfKolektor2(look)
        case .labels: Self.signOfLabels(look)
        case .plain: Self.signOfPlain(look)
        case .good: nil
        }
    }

    private static func signOfMVTec(_ look: FolderLook) -> String? {
        let found = ["train", "test"].filter { look.folders.contains($0) }
        guard !found.isEmpty else { return nil }
        return found.count == 2 ? "there are train and test" : "there is \(found[0].text)"
    }

    private static func signOfLOCO(_ look: FolderLook) -> String? {
        guard signOfMVTec(look) != nil else { return nil }
        if look.has(file: "defects_config.json") { return "there is defects_config.json" }
        guard let truth = look.look(into: "ground_truth") else { return nil }
        for label in truth.folders {
            if let masks = truth.look(into: label), let first = masks.folders.first {
                let example = FilePath("ground_truth").appending(label).appending(first).printable
                return "masks stand in folders of their own, as in \(example)"
            }
        }
        return nil
    }

    private static func signOfVisA(_ look: FolderLook) -> String? {
        if look.has(file: VisAReader.table) { return "there is \(VisAReader.table.printable)" }
        return look.has(folder: "Data/Images/Normal") ? "there is Data/Images/Normal" : nil
    }

    private static func signOfMTD(_ look: FolderLook) -> String? {
        guard look.folders.contains("MT_Free"), MagneticTileReader.labels(in: look).count > 1 else { return nil }
        return "there is MT_Free beside other folders MT_…"
    }

    private static func signOfKolektor(_ look: FolderLook) -> String? {
        for name in KolektorReader.items(in: look) {
            guard let item = look.look(into: name) else { continue }
            if let mask = item.files.first(where: { KolektorReader.itemMasks.isMask($0) }) {
                return "there is \(FilePath(root: nil, [name, mask]).printable)"
            }
        }
        return nil
    }

    private static func signOfKolektor2(_ look: FolderLook) -> String? {
        for name in ["train", "test"] as [FilePath.Component] {
            if let mask = look.look(into: name)?.files.first(where: { KolektorReader.stripMasks.isMask($0) }) {
                return "there is \(FilePath(root: nil, [name, mask]).printable)"
            }
        }
        return nil
    }

    /// Folders named after labels. `good` with other folders beside it was always read as good parts and unlabelled
    /// ones, so there it takes a name that can only be a label.
    private static func signOfLabels(_ look: FolderLook) -> String? {
        guard !look.hasPictures, let good = LabelWords.goodFolder(in: look.folders) else { return nil }
        let others = look.folders.filter { $0 != good && $0 != "ground_truth" }
        guard let telling = good.text != "good" ? others.first : others.first(where: LabelWords.isDefective) else {
            return nil
        }
        return "folders are named \(FilePath(root: nil, [good]).printable) and "
            + "\(FilePath(root: nil, [telling]).printable)"
    }

    private static func signOfPlain(_ look: FolderLook) -> String? {
        if look.hasPictures { return "there are pictures in the folder itself" }
        return look.folders.contains("good") ? "there is good" : nil
    }
}
