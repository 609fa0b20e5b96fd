import SystemPackage

/// One kind of part on one line: a folder in MVTec AD layout, or a plain folder of images.
public struct Category: Hashable, Sendable {
    public let name: String
    public let folder: FilePath
    /// Good parts to learn from (`train/good`), sorted by path bytes.
    public let calibrationParts: [Part]
    /// Parts to inspect (`test/<label>`), sorted by path bytes.
    public let parts: [Part]

    public init(name: String, folder: FilePath, calibrationParts: [Part], parts: [Part]) {
        self.name = name
        self.folder = folder
        self.calibrationParts = calibrationParts
        self.parts = parts
    }
}
