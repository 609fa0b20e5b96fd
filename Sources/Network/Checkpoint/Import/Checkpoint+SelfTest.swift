import Disk
import Raster

extension Checkpoint {
    /// Runs the network once on a picture made here. Weights that were damaged, or belong elsewhere and happen to fit,
    /// often show in features that overflow or say nothing.
    /// - Throws: `NetworkError.malformed` naming the tap whose features are not finite or all the same.
    public func selfTest(as architecture: Architecture, source: String) throws(NetworkError) {
        var known = self
        // Any digest will do: nothing of this run is kept.
        known.digest = digest ?? SHA256Digest(hashing: Array(architecture.name.utf8))
        let picture = Image.selfTest
        // What comes behind the last tap counts too; before it, only what is embedded.
        let early = architecture.levels.prefix { $0.layer < architecture.layers.count }.map(\.name)
        func isEmbedded(_ level: String) -> Bool {
            architecture.taps.contains { $0.name == level } || !early.contains(level)
        }
        let levels = architecture.atLevels(of: self)
        let backbone = try Backbone(
            checkpoint: known, architecture: levels.taps.count < architecture.taps.count ? architecture : levels,
            width: picture.width, height: picture.height)
        let pass = try ForwardPass(backbone)
        try pass.run(picture)
        for (k, tap) in backbone.taps.enumerated() where isEmbedded(tap.name) {
            let (isFinite, varies) = pass.withTap(k) { features in
                (features.allSatisfy(\.isFinite), features.contains { $0 != features[0] })
            }
            guard isFinite, varies else {
                throw NetworkError(
                    .malformed, source.printable,
                    "the features at \(tap.name) of a test picture are \(isFinite ? "all the same" : "not finite");"
                        + " these are no trained weights of \(architecture.name), get them again from their source")
            }
        }
    }
}

extension Image {
    /// Slopes, edges and noise in all three channels, the same on every run.
    fileprivate static let selfTest: Image = {
        let side = 96
        var state: UInt32 = 1
        var pixels: [UInt8] = []
        for y in 0..<side {
            for x in 0..<side {
                state = state &* 1_664_525 &+ 1_013_904_223
                let noise = Int(state >> 27)
                let isInside = (24..<72).contains(x) && (32..<64).contains(y)
                for channel in 0..<3 {
                    let slope = [x * 2, y * 2, (x + y)][channel]
                    pixels.append(UInt8(clamping: noise + (isInside ? 200 - slope / 2 : slope)))
                }
            }
        }
        return Image(width: side, height: side, pixels: pixels)
    }()
}
