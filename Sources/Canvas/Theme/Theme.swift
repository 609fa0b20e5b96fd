/// What colours mean on a screen. Views ask for roles and never for colours, so that another theme, or a terminal
/// without colours, changes nothing but the looks.
public struct Theme: Hashable, Sendable {
    /// A role's raw value is its name in a theme file.
    public enum Role: String, CaseIterable, Sendable {
        /// What is read.
        case text
        /// What is read second: units, hints, times.
        case muted
        /// Headings and the place one is in.
        case title
        /// What the eye should find: the cursor, the live value.
        case accent
        /// Key names in hints.
        case key
        /// GOOD, ACCEPT.
        case good
        /// REJECT, and values at or over the threshold.
        case reject
        /// UNSURE.
        case unsure
        /// NOT INSPECTED.
        case notInspected = "not-inspected"
        /// Something went wrong that the person should mend.
        case warning
        /// The threshold that decides today.
        case live
        /// A threshold that is being tried.
        case draft
        /// What ground truth outlines as a defect.
        case truth
        /// Lines and frames; quieter than any text.
        case border
        /// The row or item that keys act on: fills the row, text is written over it.
        case selection
    }

    public var name: String
    /// What it is like, in a few words; may be empty.
    public var summary: String
    /// Behind everything; nil leaves the terminal's own.
    public var background: RGB?
    /// What anomaly maps are drawn in.
    public var heat: HeatColours
    private var styles: [Role: Style]

    /// Roles that are missing fall back to `text`.
    public init(
        name: String, summary: String = "", background: RGB?, heat: HeatColours = .ember, styles: [Role: Style]
    ) {
        self.name = name
        self.summary = summary
        self.background = background
        self.heat = heat
        self.styles = styles
    }

    public subscript(role: Role) -> Style {
        get { styles[role] ?? styles[.text] ?? .plain }
        set { styles[role] = newValue }
    }

    /// A cell to start a frame with.
    public var ground: Cell { Cell(" ", Style(foreground: self[.text].foreground, background: background)) }
}
