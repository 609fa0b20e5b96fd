/// How a folder of parts is laid out. Each is recognised by its folders; `--layout` names one where that goes wrong.
public enum DataLayout: String, CaseIterable, Sendable {
    /// MVTec AD (Bergmann et al. 2019), and whatever is laid out like it.
    case mvtec
    /// MVTec LOCO AD (Bergmann et al. 2022): a folder of masks for each part.
    case loco
    /// MVTec 3D-AD (Bergmann et al. 2022): the colour pictures only.
    case mvtec3D = "mvtec3d"
    /// BTAD (Mishra et al. 2021): `ok` and `ko`.
    case btad
    /// VisA (Zou et al. 2022): a table that says which part is for what.
    case visa
    /// Magnetic Tile Defects (Huang et al. 2020): a folder for each kind of defect, masks beside the pictures.
    case mtd
    /// KolektorSDD (Tabernik et al. 2020): a folder for each item, masks beside the pictures.
    case kolektor
    /// KolektorSDD2 (Božič et al. 2021): `train` and `test` with masks beside the pictures.
    case kolektor2
    /// A folder for each label, one of them for good parts.
    case labels
    /// Pictures without labels; those in `good` are to be learnt from.
    case plain
    /// Good parts and nothing else. Never recognised by itself: nothing tells such a folder from `plain`.
    case good

    public var title: String {
        switch self {
        case .mvtec: "MVTec AD"
        case .loco: "MVTec LOCO AD"
        case .mvtec3D: "MVTec 3D-AD, colour pictures"
        case .btad: "BTAD"
        case .visa: "VisA"
        case .mtd: "Magnetic Tile Defects"
        case .kolektor: "KolektorSDD"
        case .kolektor2: "KolektorSDD2"
        case .labels: "folders of labels"
        case .plain: "pictures without labels"
        case .good: "good parts alone"
        }
    }

    /// Whether a folder of its parts holds their masks, or depth, as well.
    public var hasMasksBesideParts: Bool {
        switch self {
        case .mvtec3D, .visa, .mtd, .kolektor, .kolektor2: true
        case .mvtec, .loco, .btad, .labels, .plain, .good: false
        }
    }

    /// What stands where, in one line.
    public var shape: String {
        switch self {
        case .mvtec: "train/good, test/<label>, ground_truth/<label>/<name>_mask.png"
        case .loco: "train/good, test/<label>, ground_truth/<label>/<name>/000.png, 001.png, …"
        case .mvtec3D: "train/good/rgb, test/<label>/rgb, test/<label>/gt"
        case .btad: "train/ok, test/ok, test/ko, ground_truth/ko"
        case .visa: "split_csv/1cls.csv, <object>/Data/Images/{Normal,Anomaly}, <object>/Data/Masks/Anomaly"
        case .mtd: "MT_Free/Imgs, MT_<label>/Imgs: <name>.jpg and its mask <name>.png"
        case .kolektor: "kos01, kos02, …: Part0.jpg and its mask Part0_label.bmp"
        case .kolektor2: "train and test: <name>.png and its mask <name>_GT.png"
        case .labels: "good (or ok, normal, free) and a folder for each other label"
        case .plain: "pictures, at any depth; those in good are learnt from"
        case .good: "pictures, at any depth: all of them good"
        }
    }

    /// Where its good parts stand, for messages.
    var placeOfGoodParts: String {
        switch self {
        case .mvtec, .loco, .plain: "train/good"
        case .mvtec3D: "train/good/rgb"
        case .btad: "train/ok"
        case .visa: "the rows train, normal of the split table"
        case .mtd: "MT_Free/Imgs"
        case .kolektor: "kos*, with an empty mask,"
        case .kolektor2: "train, with an empty mask,"
        case .labels: "the folder of good parts"
        case .good: "this folder"
        }
    }
}
