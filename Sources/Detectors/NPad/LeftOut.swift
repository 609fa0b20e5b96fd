import COpenBLAS

/// Whose distances are wanted, had their own parts not been learnt.
package struct Probes {
    /// Positions whose Gaussians a patch is held against; the nearest counts.
    package let window: PatchWindow
    /// Further pictures of some parts, such as shifted ones; the parts themselves always come first.
    package let views: (rows: any FeatureRows, owners: [Int])?

    package init(window: PatchWindow, views: (rows: any FeatureRows, owners: [Int])? = nil) {
        self.window = window
        self.views = views
    }
}

/// Distances of all probes from every Gaussian that they are held against.
final class LeftOut {
    let window: PatchWindow
    /// Views of each part: their numbers among the views.
    let views: [[Int]]
    private let parts: Int
    private let probes: Int
    let width: Int
    let height: Int
    private let planes: AlignedBytes

    init(_ probes: Probes, parts: Int, width: Int, height: Int) {
        window = probes.window
        self.parts = parts
        self.width = width
        self.height = height
        let owners = probes.views?.owners ?? []
        views = (0..<parts).map { part in owners.indices.filter { owners[$0] == part } }
        self.probes = parts + owners.count
        let count = window.offsets.count * self.probes * width * height
        planes = AlignedBytes(count: count * 4)
        for i in 0..<count { planes.floats[i] = .infinity }
    }

    /// Of probe `probe`, where the Gaussian stands `offset` away: `height × width`, by the probe's patch.
    func plane(_ offset: Int, _ probe: Int) -> UnsafeMutablePointer<Float> {
        planes.floats.baseAddress! + (offset * probes + probe) * width * height
    }

    /// The nearest Gaussian's, for each probe and patch.
    func nearest() -> [[Float]] {
        (0..<probes).map { probe in
            (0..<(width * height)).map { p in
                window.offsets.indices.reduce(Float.infinity) { min($0, plane($1, probe)[p]) }
            }
        }
    }
}

/// Room for the whitened samples of some parts.
final class ProbeWorkspace {
    /// Parts that are whitened together: enough for a product of matrices.
    static let chunk = 16
    let factor: AlignedBytes
    let columns: AlignedBytes
    let gram: AlignedBytes
    let products: AlignedBytes
    let system: AlignedBytes
    let mean: AlignedBytes

    init(_ probes: Probes, parts: Int, dimensions d: Int, _ window: PatchWindow) {
        let owners = probes.views?.owners ?? []
        var views = [Int](repeating: 1, count: parts)
        for owner in owners { views[owner] += 1 }
        let (samples, queries) = (window.offsets.count, probes.window.offsets.count * (views.max() ?? 1))
        factor = AlignedBytes(count: d * d * 4)
        columns = AlignedBytes(count: Self.chunk * (samples + queries) * d * 4)
        gram = AlignedBytes(count: samples * samples * 4)
        products = AlignedBytes(count: samples * queries * 4)
        system = AlignedBytes(count: samples * (samples + queries) * 8)
        mean = AlignedBytes(count: d * 4)
    }
}
