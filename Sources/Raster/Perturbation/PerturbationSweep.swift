import Disk

/// One kind of perturbation at several strengths: a curve's abscissae.
public struct PerturbationSweep: Hashable, Codable, Sendable {
    public let kind: Perturbation.Kind
    /// In rising strength; each `.none` or of the kind, none twice, the untouched picture as `.none`.
    public let steps: [Perturbation]

    /// - Precondition: every step is `.none` or of the kind.
    public init(_ kind: Perturbation.Kind, _ steps: [Perturbation]) {
        precondition(steps.allSatisfy { $0.kind == nil || $0.kind == kind })
        self.kind = kind
        var seen: Set<Perturbation> = []
        let plain = steps.map { $0.isIdentity ? .none : $0 }
        let once = plain.filter { seen.insert($0).inserted }
        // The untouched picture stands before anything at the same place.
        self.steps = once.sorted {
            let (a, b) = ($0.strength ?? kind.identity, $1.strength ?? kind.identity)
            return a != b ? a < b : $0 == .none && $1 != .none
        }
    }

    /// Reads `kind:strength,strength,…`, such as `shift:0,1,2,4` or `jpeg:none,90,50`.
    /// - Throws: `RasterError.perturbation`, which says what would be understood.
    public init(parsing text: String) throws(RasterError) {
        let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, let kind = Perturbation.Kind(rawValue: String(halves[0])) else {
            let kinds = Perturbation.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw RasterError(
                .perturbation, "'\(text.printable)'",
                "is no sweep; write a kind and strengths, such as shift:0,1,2,4 (kinds: \(kinds)), or standard")
        }
        var steps: [Perturbation] = []
        for strength in halves[1].split(separator: ",", omittingEmptySubsequences: false) {
            steps.append(try Perturbation(kind, parsing: String(strength)))
        }
        self.init(kind, steps)
    }

    public var description: String { "\(kind.rawValue):\(steps.map(\.strengthText).joined(separator: ","))" }

    /// Where a step stands on the kind's axis.
    public func position(of step: Perturbation) -> Double { step.strength ?? kind.identity }

    /// One sweep a kind, from nothing to what an engineer would call a fault of the station.
    public static let standard: [PerturbationSweep] = [
        PerturbationSweep(.shift, [0, 1, 2, 4, 8, 16].map { .shift(right: $0, down: $0) }),
        PerturbationSweep(.rotation, [0, 0.5, 1, 2, 5].map { .rotation($0) }),
        PerturbationSweep(.brightness, [0.6, 0.8, 0.9, 1, 1.1, 1.25].map { .brightness(factor: $0, offset: 0) }),
        PerturbationSweep(.contrast, [0.6, 0.8, 0.9, 1, 1.1, 1.25].map { .contrast($0) }),
        PerturbationSweep(.blur, [0, 0.5, 1, 2, 4].map { .blur($0) }),
        PerturbationSweep(.noise, [0, 2, 5, 10, 20].map { .noise($0) }),
        PerturbationSweep(.jpeg, [.none] + [90, 70, 50, 30, 10].map { .jpeg(quality: $0) }),
    ]
}
