import Disk
import SystemPackage

/// One photographed item: one image file.
public struct Part: Hashable, Sendable {
    /// Where the file is.
    public let path: FilePath
    /// Its path below the category's folder, for display and export; may hold hostile bytes, so print `name.printable`.
    public let name: FilePath
    /// The folder it stood in (`good`, `scratch`, …); `nil` for a part that nobody labelled.
    public let label: String?
    /// Its ground truth, where there is one.
    public let mask: FilePath?

    public init(path: FilePath, name: FilePath, label: String? = nil, mask: FilePath? = nil) {
        self.path = path
        self.name = name
        self.label = label
        self.mask = mask
    }

    /// A label other than `good` means that somebody called the part defective.
    public var isDefective: Bool? { label.map { $0 != "good" } }
}
