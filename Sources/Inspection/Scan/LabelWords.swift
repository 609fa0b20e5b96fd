import Disk
import SystemPackage

/// What folders of parts are called by people and by published data sets.
enum LabelWords {
    /// Names of folders that hold good parts, in lower case; the earlier, the rather.
    static let good = ["good", "ok", "normal", "free", "defect_free", "defect-free", "no_defect"]

    /// How names of folders begin that cannot be anything but a label of defective parts.
    private static let defective = [
        "anomal", "abnormal", "bad", "bent", "blowhole", "break", "broken", "burr", "chip", "color", "colour",
        "contamin", "crack", "cut", "damage", "defect", "dent", "dirt", "fail", "fault", "fold", "fray", "hole", "ko",
        "missing", "ng", "nok", "not_ok", "pitting", "reject", "rust", "scrap", "scratch", "spot", "stain", "swarf",
        "uneven",
    ]

    static func isGood(_ name: FilePath.Component) -> Bool { good.contains(name.text.lowercased()) }

    static func isDefective(_ name: FilePath.Component) -> Bool {
        let name = name.text.lowercased()
        // Short words are whole names only: `ng` is one, `nginx-export` is none.
        return defective.contains { name == $0 || $0.count > 3 && name.hasPrefix($0) }
    }

    /// The folder of good parts among these.
    static func goodFolder(in folders: [FilePath.Component]) -> FilePath.Component? {
        for word in good {
            if let name = folders.first(where: { $0.text.lowercased() == word }) { return name }
        }
        return nil
    }
}

extension FilePath.Component {
    /// The name as it is where it is UTF-8, escaped where it is not.
    var text: String {
        let name = FilePath(root: nil, [self])
        return String(validating: name.bytes, as: UTF8.self) ?? name.printable
    }

    /// The bytes in front of the last dot.
    var stemBytes: [UInt8] {
        let bytes = FilePath(root: nil, [self]).bytes
        return Array(bytes[..<(bytes.lastIndex(of: UInt8(ascii: ".")) ?? bytes.endIndex)])
    }

    init?(bytes: some Sequence<UInt8>) {
        guard let name = FilePath(bytes: bytes).lastComponent else { return nil }
        self = name
    }
}
