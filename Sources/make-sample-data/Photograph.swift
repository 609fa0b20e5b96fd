import Raster

/// A part's photograph and, if the part is defective, where.
struct Photograph {
    let image: Image
    let mask: Mask?
}

extension Scene {
    /// Takes the photograph that `name` ("category/split/label/number") stands for, the same every time.
    static func photograph(named name: String, defect: DefectKind<Self>?, severity: Float) -> Photograph {
        // A stream for each concern, so that changing a defect changes neither the part nor the noise.
        var making = SeededRandom(named: name + "/part")
        var lighting = SeededRandom(named: name + "/camera")
        var grain = SeededRandom(named: name + "/sensor")
        let studio = Self.studio.varied(random: &lighting)
        let camera = Camera().varied(random: &lighting)
        let good = Self(random: &making)
        let whole = good.finishedSurface()
        let clean = camera.focus(studio.illuminate(whole))
        guard let defect else { return Photograph(image: camera.develop(clean, grain: &grain), mask: nil) }

        var spoiling = SeededRandom(named: name + "/flaw")
        var bad = good
        defect.spoil(&bad, severity, &spoiling)
        let broken = bad.finishedSurface()
        let spoiled = camera.focus(studio.illuminate(broken))
        return Photograph(
            image: camera.develop(spoiled, grain: &grain),
            mask: Mask(
                whereDiffering: camera.develop(clean), camera.develop(spoiled),
                within: whole.changes(to: broken)))
    }
}

extension Surface {
    /// For each pixel of the photograph, whether any of its samples is of other matter in `other`.
    func changes(to other: Surface) -> [UInt8] {
        let columns = width / Surface.oversampling
        var changed = [UInt8](repeating: 0, count: columns * (height / Surface.oversampling))
        for y in 0..<height {
            for x in 0..<width where points[y * width + x] != other.points[y * width + x] {
                changed[y / Surface.oversampling * columns + x / Surface.oversampling] = 1
            }
        }
        return changed
    }
}

extension Mask {
    /// Outlines what a person would see as changed between two photographs free of noise: a difference of at least
    /// 5 grey levels, or for a faint defect a third of its strongest, smoothed over the size of a pixel, with
    /// pinholes closed. Only pixels with 1 in `changed` and their neighbours count: a shadow that a defect throws
    /// elsewhere is no defect there.
    init(whereDiffering a: Image, _ b: Image, within changed: [UInt8]) {
        let allowed = Mask.grown(changed, a.width, a.height, to: 1, radius: 1)
        var difference = [Float](repeating: 0, count: a.width * a.height)
        for i in difference.indices where allowed[i] == 1 {
            for c in 0..<3 {
                difference[i] = max(difference[i], abs(Float(a.pixels[3 * i + c]) - Float(b.pixels[3 * i + c])))
            }
        }
        let smooth = boxMean(difference, a.width, a.height, radius: 1)
        let strongest = smooth.max() ?? 0
        precondition(strongest > 0, "a defect changed nothing in the picture")
        let threshold = min(5, strongest / 3)
        var values = smooth.map { UInt8($0 >= threshold ? 1 : 0) }
        values = Mask.grown(values, a.width, a.height, to: 1, radius: 2)
        values = Mask.grown(values, a.width, a.height, to: 0, radius: 2)
        self.init(width: a.width, height: a.height, values: values)
    }

    /// Every pixel within `radius` rows and columns of one that has `value` takes it.
    private static func grown(_ values: [UInt8], _ width: Int, _ height: Int, to value: UInt8, radius: Int) -> [UInt8] {
        var result = values
        for y in 0..<height {
            for x in 0..<width where values[y * width + x] == value {
                for j in max(0, y - radius)...min(height - 1, y + radius) {
                    for i in max(0, x - radius)...min(width - 1, x + radius) { result[j * width + i] = value }
                }
            }
        }
        return result
    }
}
