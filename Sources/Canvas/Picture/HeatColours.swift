/// Which colours a heat map is drawn in; the scale they lie on is always `HeatScale`. The raw value is the name in a
/// theme file.
public enum HeatColours: String, CaseIterable, Sendable {
    /// Navy below the threshold, red to pale yellow above: the step at the threshold is the strongest of all.
    case ember
    case viridis, inferno
    /// Blue to yellow: the same to people who see red and green alike.
    case cividis
    case grey
}
