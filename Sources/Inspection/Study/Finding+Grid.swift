import Detectors

extension Finding {
    /// The same without the grid of distances, for whoever holds many: a grid is 16 KB a part, and the score cache has
    /// it.
    public var withoutGrid: Finding {
        guard case .scored(let anomaly) = outcome, anomaly.grid != nil else { return self }
        return Finding(part: part, digest: digest, outcome: .scored(Anomaly(score: anomaly.score, grid: nil)))
    }
}
