import ArgumentParser
import Detectors
import Disk
import Inspection

/// Which detectors are held against each other.
struct CompareOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Detectors to compare.", valueName: "padim,npad,mvg"))
    var compare: String?

    @Option(help: ArgumentHelp("Backbones to compare each of them on: installed names or files.", valueName: "a,b,…"))
    var backbones: String?

    func validate() throws {
        _ = try detectors()
        for (name, list) in [("--compare", compare), ("--backbones", backbones)] {
            guard let list else { continue }
            let names = Self.names(list)
            guard !names.isEmpty, Set(names).count == names.count else {
                throw ValidationError("\(name) must name at least one, and none twice.")
            }
        }
    }

    var isAsked: Bool { compare != nil || backbones != nil }

    /// In the order given; `nil` for the one of the recipe.
    func detectors() throws -> [DetectorKind]? {
        try compare.map { list in
            try Self.names(list).map { name in
                guard let kind = DetectorKind(rawValue: name) else {
                    let known = DetectorKind.allCases.map(\.rawValue).joined(separator: ", ")
                    throw ValidationError("--compare: there is no detector '\(name.printable)'; there are: \(known).")
                }
                return kind
            }
        }
    }

    /// Every detector on every backbone.
    func methods(_ recipe: RecipeOptions, _ loader: BackboneLoader) throws -> [Comparison.Method] {
        let backbones = backbones.map(Self.names) ?? [recipe.backbone]
        return try (detectors() ?? [recipe.detector]).flatMap { kind in
            let isRandom = try recipe.isRandom(kind)
            return backbones.map { backbone in
                Comparison.Method(
                    name: backbones.count > 1 ? "\(kind.title), \(backbone.printable)" : kind.title,
                    isSeeded: isRandom
                ) { category, seed in
                    try recipe.method(for: category, loader, detector: kind, backbone: backbone, seed: seed)
                }
            }
        }
    }

    private static func names(_ list: String) -> [String] {
        list.split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }.map(String.init)
    }
}

extension DetectorKind {
    /// As papers call it.
    var title: String {
        switch self {
        case .padim: "PaDiM"
        case .npad: "N-pad"
        case .mvg: "MVG"
        }
    }
}
