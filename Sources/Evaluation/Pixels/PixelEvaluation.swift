import Raster

/// Collects anomaly maps with their masks, one part after the other, for the pixel figures.
///
///     var evaluation = PixelEvaluation()
///     for part in parts { try evaluation.add(map: part.map, mask: part.mask, isDefective: part.isDefective) }
///     let pixels = evaluation.ranking()
///     pixels.auroc(), pixels.aupro()
///     try evaluation.aupimo().mean
///
/// Maps are not kept: a normal pixel leaves 4 bytes behind, a defect pixel 8. `ranking()` sorts in a second buffer of
/// the same size, so its peak is 8 bytes for each normal pixel (16 for a defect pixel): 0.27 GB for 500 maps of
/// 256 × 256.
public struct PixelEvaluation: Sendable {
    public let unmaskedDefects: UnmaskedDefects
    /// Parts whose pixels count.
    public private(set) var parts = 0
    /// Defective parts without an outlined defect that were left out.
    public private(set) var leftOut = 0
    /// Connected regions (8-connected) of all masks so far.
    public var regions: Int { regionSizes.count }
    public var normalPixels: Int { surroundings.count + normals.values.reduce(0) { $0 + $1.keys.count } }
    public var defectPixels: Int { defects.count }

    /// Pixels of parts without a defect pixel, by the number of pixels that such a part has.
    var normals: [Int: NormalPixels] = [:]
    /// Keys of the pixels outside the defects of parts that have some.
    var surroundings: [UInt32] = []
    /// Of each defect pixel the key in the upper half, the region's index in the lower.
    var defects: [UInt64] = []
    /// Pixels of each region, and which of `outlined` it belongs to.
    var regionSizes: [Int] = []
    var regionParts: [Int] = []
    /// The parts with defect pixels: their place among all that were added, and how many they have.
    var outlined: [(index: Int, pixels: Int)] = []
    /// Whether keys are in order.
    private var isSorted = true

    public init(unmaskedDefects: UnmaskedDefects = .leftOut) {
        self.unmaskedDefects = unmaskedDefects
    }

    /// Adds one part. Parts may differ in size.
    /// - Parameters:
    ///   - map: a score for each pixel, at the resolution that the figures are for.
    ///   - mask: the defect's outline, of the same size; `nil` = no defect outlined, like an empty mask.
    ///   - isDefective: whether the part as a whole is a defective one. It matters only where no defect is outlined,
    ///     or the outline was lost when the mask shrank to the map's size: see `UnmaskedDefects`.
    /// - Throws: `EvaluationError`: `.notANumber` for a NaN anywhere in the map (infinite scores are allowed),
    ///   `.sizeMismatch` for a mask of other sides. Nothing of that part is then counted.
    public mutating func add(map: Plane, mask: Mask?, isDefective: Bool) throws(EvaluationError) {
        let subject = "map \(parts + leftOut + 1)"
        if let mask, mask.width != map.width || mask.height != map.height {
            throw EvaluationError(
                .sizeMismatch, subject,
                "is \(map.width)×\(map.height) but its mask \(mask.width)×\(mask.height); resize the mask to the map")
        }
        let keys = try Self.keys(of: map, subject: subject)
        let outline = mask.flatMap { $0.isEmpty ? nil : $0 }
        if isDefective, outline == nil, unmaskedDefects == .leftOut {
            leftOut += 1
            return
        }
        isSorted = false
        if let outline {
            split(keys, outline)
        } else {
            normals[keys.count, default: NormalPixels()].parts += 1
            normals[keys.count]?.keys.append(contentsOf: keys)
        }
        parts += 1
    }

    /// Takes over what another evaluation has collected, as when two workers each scored half of the parts. The figures
    /// do not depend on the order.
    /// - Precondition: both treat unmasked defects alike.
    public mutating func merge(_ other: PixelEvaluation) {
        precondition(unmaskedDefects == other.unmaskedDefects)
        let (region, part, index) = (UInt64(regionSizes.count), outlined.count, parts + leftOut)
        parts += other.parts
        leftOut += other.leftOut
        for (pixels, normal) in other.normals {
            normals[pixels, default: NormalPixels()].parts += normal.parts
            normals[pixels]?.keys.append(contentsOf: normal.keys)
        }
        surroundings.append(contentsOf: other.surroundings)
        defects.append(contentsOf: other.defects.lazy.map { $0 + region })
        regionSizes.append(contentsOf: other.regionSizes)
        regionParts.append(contentsOf: other.regionParts.lazy.map { $0 + part })
        outlined.append(contentsOf: other.outlined.lazy.map { ($0.index + index, $0.pixels) })
        isSorted = false
    }

    /// Puts keys in ascending order, where they lie.
    mutating func sort() {
        guard !isSorted else { return }
        for pixels in Array(normals.keys) { RadixSort.sort(&normals[pixels, default: NormalPixels()].keys) }
        RadixSort.sort(&surroundings)
        RadixSort.sort(&defects, fromBit: 32)
        isSorted = true
    }

    private mutating func split(_ keys: [UInt32], _ mask: Mask) {
        for (key, isDefect) in zip(keys, mask.values) where isDefect == 0 { surroundings.append(key) }
        let before = defects.count
        for region in mask.regions() {
            let index = UInt64(regionSizes.count)
            for pixel in region.pixels { defects.append(UInt64(keys[pixel]) << 32 | index) }
            regionSizes.append(region.area)
            regionParts.append(outlined.count)
        }
        outlined.append((parts + leftOut, defects.count - before))
    }

    private static func keys(of map: Plane, subject: String) throws(EvaluationError) -> [UInt32] {
        let count = map.values.count
        var numbers = true
        let keys = [UInt32](unsafeUninitializedCapacity: count) { keys, initialized in
            map.values.withUnsafeBufferPointer { values in
                for i in 0..<count {
                    keys[i] = ScoreKey.key(values[i])
                    numbers = numbers && !values[i].isNaN
                }
            }
            initialized = count
        }
        guard numbers else {
            let place = map.values.firstIndex { $0.isNaN } ?? 0
            throw EvaluationError(
                .notANumber, subject,
                "the score at x \(place % map.width), y \(place / map.width) is not a number; score the part again")
        }
        return keys
    }
}
