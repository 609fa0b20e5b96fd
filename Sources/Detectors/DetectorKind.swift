import Disk
import Network
import SystemPackage

/// The detectors by the names that recipes and commands call them.
public enum DetectorKind: String, Codable, CaseIterable, Sendable {
    case padim
    case npad
    case mvg

    /// - Throws: `DetectorError.invalidRecipe` for a name that this program does not know.
    public init(named name: String) throws(DetectorError) {
        guard let kind = DetectorKind(rawValue: name) else {
            throw DetectorError(
                .invalidRecipe, name.printable,
                "is no detector that this program knows; there are: "
                    + Self.allCases.map(\.rawValue).joined(separator: ", "))
        }
        self = kind
    }

    /// What is read from calibrations with named arrays; `nil` for one that has a form of its own.
    var stored: (any StoredDetector.Type)? {
        switch self {
        case .padim: nil
        case .npad: NPad.self
        case .mvg: MVG.self
        }
    }

    /// Whether the network is to be tapped at its levels (`Architecture.atLevels`), not where patches are embedded.
    public var readsLevels: Bool { self == .mvg }

    /// Begins to learn.
    /// - Parameter scratch: where embeddings go that memory does not hold.
    /// - Throws: `DetectorError.invalidRecipe`, `NetworkError`.
    public static func fit(_ recipe: Recipe, backbone: Backbone, scratch: FilePath) throws -> any DetectorFit {
        switch try DetectorKind(named: recipe.detector) {
        case .padim: try PaDiMFit(recipe: recipe, backbone: backbone, scratch: scratch)
        case .npad: try NPadFit(recipe: recipe, backbone: backbone, scratch: scratch)
        case .mvg: try MVGFit(recipe: recipe, backbone: backbone)
        }
    }
}
