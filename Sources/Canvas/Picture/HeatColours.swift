import Raster

/// Which colours a heat map is drawn in; the scale they lie on is always `HeatScale`. The raw value is the name in a
/// theme file.
///
/// Every choice keeps the promise of the scale: below the threshold only the dark end of the map, so that a good part
/// looks calm, then a gap, then its bright part.
public enum HeatColours: String, CaseIterable, Sendable {
    /// Navy below the threshold, red to pale yellow above: the step at the threshold is the strongest of all.
    case ember
    case viridis, inferno
    /// Blue to yellow: the same to people who see red and green alike.
    case cividis
    case grey

    /// The colour below the threshold at a share of it.
    func cool(_ share: Float) -> RGB {
        switch self {
        case .ember: HeatColours.emberCool[0].mixed(with: HeatColours.emberCool[1], share: share)
        case .viridis: HeatColours.colour(.viridis, 0.17 * share)
        case .inferno: HeatColours.colour(.inferno, 0.03 + 0.17 * share)
        case .cividis: HeatColours.colour(.cividis, 0.17 * share)
        case .grey: HeatColours.colour(.grey, 0.04 + 0.18 * share)
        }
    }

    /// The colour from the threshold (0) to the end of the scale (1).
    func hot(_ share: Float) -> RGB {
        switch self {
        case .ember:
            let along = share * Float(HeatColours.emberHot.count - 1)
            let step = min(Int(along), HeatColours.emberHot.count - 2)
            return HeatColours.emberHot[step].mixed(
                with: HeatColours.emberHot[step + 1], share: along - Float(step))
        case .viridis: return HeatColours.colour(.viridis, 0.5 + 0.5 * share)
        case .inferno: return HeatColours.colour(.inferno, 0.5 + 0.5 * share)
        case .cividis: return HeatColours.colour(.cividis, 0.5 + 0.5 * share)
        case .grey: return HeatColours.colour(.grey, 0.55 + 0.45 * share)
        }
    }

    /// One of the 16 colours: two dark ones below the threshold and three bright ones from it on.
    func ansi(at position: Float) -> RGB {
        let indices =
            switch self {
            case .ember: [0, 4, 1, 3, 15]
            case .viridis: [0, 4, 6, 2, 11]
            case .inferno: [0, 4, 1, 3, 11]
            case .cividis: [0, 4, 8, 3, 11]
            case .grey: [0, 0, 8, 7, 15]
            }
        let step = position < 0.5 ? 0 : position < 1 ? 1 : position < 1.25 ? 2 : position < 1.75 ? 3 : 4
        return ColourLadder.ansi[indices[step]]
    }

    private static func colour(_ map: ColourMap, _ value: Float) -> RGB {
        let (red, green, blue) = map.colour(at: Double(value))
        return RGB(red, green, blue)
    }

    private static let emberCool = [RGB(10, 14, 22), RGB(30, 58, 92)]
    private static let emberHot = [RGB(206, 62, 24), RGB(240, 130, 20), RGB(250, 200, 60), RGB(255, 246, 200)]
}
