import Network

/// Everything that decides a calibration besides the parts themselves. Equal recipes over equal parts give equal bytes.
public struct Recipe: Codable, Equatable, Hashable, Sendable {
    public enum InputProtocol: String, Codable, Sendable, CaseIterable {
        /// The whole part, resized: nothing is cropped away unseen.
        case whole
        /// The papers': resize to 256, keep the central 224.
        case paper
    }

    /// How a part's file becomes the network's picture.
    public enum Decoding: String, Codable, Sendable {
        /// Every pixel of the file counts: equal to Pillow's to the grey level.
        case exact
        /// JPEGs of at least twice the wanted size are reduced while they are decoded: faster, and 0.3 to 0.6 grey
        /// levels away on average. Smaller pictures and other formats are exact all the same.
        case reduced
    }

    /// What is done to a covariance before it is inverted.
    public enum Regularisation: Codable, Equatable, Hashable, Sendable, CustomStringConvertible {
        /// The paper's constant, in squared feature units: PaDiM section III-B uses 0.01.
        case absolute(Double)
        /// In units of the features' own variance (median over channels and positions), so that no backbone's scale
        /// matters.
        case relative(Double)
        /// Shrinkage towards a multiple of the identity, by as much as each position's parts call for (Ledoit & Wolf
        /// 2004): nothing to choose.
        case ledoitWolf
        /// So many leading directions of each position, and one variance for all others (Tipping & Bishop 1999).
        case lowRank(Int)

        /// Touchstone's default; Benchmarks/regularisation.md tells how it was chosen without test parts.
        public static let standard = Regularisation.relative(0.75)

        public var description: String {
            switch self {
            case .absolute(let epsilon): "absolute \(epsilon)"
            case .relative(let ratio): "relative \(ratio)"
            case .ledoitWolf: "ledoit-wolf"
            case .lowRank(let rank): "low-rank \(rank)"
            }
        }
    }

    public var detector = "padim"
    /// Name of the backbone's architecture, for people; the fingerprint decides.
    public var backbone: String
    public var fingerprint: String
    public var inputProtocol: InputProtocol
    /// Sides of the network's input, in pixels.
    public var width: Int
    public var height: Int
    public var decoding: Decoding
    /// Channel indices over all taps in order, ascending.
    public var channels: [Int]
    /// Seed of the channel choice; `nil` where the channels were given.
    public var seed: UInt64?
    public var regularisation: Regularisation
    /// Standard deviation of the blur over the upsampled map, in input pixels.
    public var blur = 4.0
    public var precision: StoredPrecision
    public var networkPrecision: String
    /// What N-pad does; `nil` for other detectors, and for its standard.
    public var npad: NPadOptions?
    /// What a multivariate Gaussian of image-level features is made of; `nil` for other detectors.
    public var mvg: MVGOptions?

    public enum StoredPrecision: String, Codable, Sendable {
        case f32
        /// Whitening in half precision: a quarter of the memory of a dense inverse in single.
        case f16
    }

    public init(
        backbone: Backbone, inputProtocol: InputProtocol, channels: [Int], seed: UInt64?,
        regularisation: Regularisation = .standard, precision: StoredPrecision = .f16, decoding: Decoding = .exact
    ) {
        self.backbone = backbone.architecture.name
        self.fingerprint = backbone.fingerprint.description
        self.inputProtocol = inputProtocol
        self.width = backbone.width
        self.height = backbone.height
        self.channels = channels
        self.seed = seed
        self.regularisation = regularisation
        self.decoding = decoding
        self.precision = precision
        self.networkPrecision = backbone.precision.rawValue
    }

    /// Of a multivariate Gaussian of image-level features. It chooses no channels, and has a regularisation of its own.
    /// - Parameter backbone: made at its levels: `Architecture.atLevels`.
    public init(
        mvg: MVGOptions, backbone: Backbone, inputProtocol: InputProtocol = .whole, decoding: Decoding = .exact
    ) {
        self.init(
            backbone: backbone, inputProtocol: inputProtocol, channels: [], seed: nil, precision: .f32,
            decoding: decoding)
        detector = DetectorKind.mvg.rawValue
        self.mvg = mvg
    }
}
