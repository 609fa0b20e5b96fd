import Disk
import Raster
import SystemPackage

/// One photographed item: one image file.
public struct Part: Hashable, Sendable {
    /// Where the file is.
    public let path: FilePath
    /// Its path below the category's folder, for display and export; may hold hostile bytes, so print `name.printable`.
    public let name: FilePath
    /// What somebody called it (`good`, `scratch`, …); `nil` for a part that nobody labelled.
    public let label: String?
    /// Its ground truth, where there is any: several files outline one defect each, and all of them count.
    public let masks: [FilePath]
    /// Which values of the masks are a defect.
    public let maskReading: Mask.Reading

    public init(
        path: FilePath, name: FilePath, label: String? = nil, masks: [FilePath], maskReading: Mask.Reading = .overHalf
    ) {
        self.path = path
        self.name = name
        self.label = label
        self.masks = masks
        self.maskReading = maskReading
    }

    public init(path: FilePath, name: FilePath, label: String? = nil, mask: FilePath? = nil) {
        self.init(path: path, name: name, label: label, masks: mask.map { [$0] } ?? [])
    }

    /// The first of its masks.
    public var mask: FilePath? { masks.first }

    /// A label other than `good` means that somebody called the part defective.
    public var isDefective: Bool? { label.map { $0 != "good" } }

    /// Everything that its masks outline, in their own pixels; `nil` for a part without masks.
    /// - Throws: `RasterError` for a mask that cannot be read, `InspectionError` where two of them differ in size.
    public func outline() throws -> Mask? { try outline(reading: maskReading) }

    func outline(reading: Mask.Reading) throws -> Mask? {
        var union: Mask?
        for path in masks {
            let mask = try Mask.read(path, reading: reading)
            guard let sofar = union else {
                union = mask
                continue
            }
            guard sofar.width == mask.width, sofar.height == mask.height else {
                throw InspectionError(
                    .layout, path,
                    "is \(mask.width)×\(mask.height) and another mask of the same part "
                        + "\(sofar.width)×\(sofar.height); save both in the part's size")
            }
            union?.values = zip(sofar.values, mask.values).map { $0 | $1 }
        }
        return union
    }
}
