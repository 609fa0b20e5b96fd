import SystemPackage

/// One kind of part on one line: a folder in one of the layouts of `DataLayout`.
public struct Category: Hashable, Sendable {
    public let name: String
    public let folder: FilePath
    /// Good parts to learn from (`train/good` and its likes), sorted by path bytes.
    public let calibrationParts: [Part]
    /// Parts to inspect (`test/<label>` and its likes), sorted by path bytes.
    public let parts: [Part]

    public init(name: String, folder: FilePath, calibrationParts: [Part], parts: [Part]) {
        self.name = name
        self.folder = folder
        self.calibrationParts = calibrationParts
        self.parts = parts
    }
}
