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
        /// Lines and frames; quieter than any text.
        case border
        /// The row or item that keys act on: fills the row, text is written over it.
        case selection
    }

    public var name: String
    /// Behind everything; nil leaves the terminal's own.
    public var background: RGB?
    private var styles: [Role: Style]

    /// Roles that are missing fall back to `text`.
    public init(name: String, background: RGB?, styles: [Role: Style]) {
        self.name = name
        self.background = background
        self.styles = styles
    }

    public subscript(role: Role) -> Style {
        get { styles[role] ?? styles[.text] ?? .plain }
        set { styles[role] = newValue }
    }

    /// A cell to start a frame with.
    public var ground: Cell { Cell(" ", Style(foreground: self[.text].foreground, background: background)) }

    /// The theme for a terminal: without colours each role keeps what bold, dim, reverse and underline can say.
    /// Letters and shapes must carry the meaning there; these only support them.
    public func adapted(to capabilities: Capabilities) -> Theme {
        guard capabilities.isMonochrome else { return self }
        var styles: [Role: Style] = [:]
        for role in Role.allCases {
            styles[role] =
                switch role {
                case .text, .good: .plain
                case .muted, .border: Style(dim: true)
                case .title, .accent, .key, .unsure, .notInspected: Style(bold: true)
                case .reject, .warning: Style(bold: true, underline: true)
                case .selection: Style(reverse: true)
                }
        }
        return Theme(name: name, background: nil, styles: styles)
    }
}

extension Theme {
    /// Dark and quiet, so that the part is the brightest thing on the screen.
    public static let graphite = Theme(
        name: "graphite", background: RGB(18, 20, 24),
        styles: [
            .text: Style(foreground: RGB(208, 212, 218)),
            .muted: Style(foreground: RGB(139, 146, 157)),
            .title: Style(foreground: RGB(232, 235, 239), bold: true),
            .accent: Style(foreground: RGB(110, 180, 240)),
            .key: Style(foreground: RGB(160, 190, 220)),
            .good: Style(foreground: RGB(120, 200, 140)),
            .reject: Style(foreground: RGB(255, 120, 90), bold: true),
            .unsure: Style(foreground: RGB(230, 190, 90)),
            .notInspected: Style(foreground: RGB(200, 150, 220)),
            .warning: Style(foreground: RGB(255, 170, 80), bold: true),
            .border: Style(foreground: RGB(70, 76, 86)),
            .selection: Style(foreground: RGB(235, 238, 242), background: RGB(38, 50, 66)),
        ])

    /// For a bright hall: dark text on a pale ground.
    public static let daylight = Theme(
        name: "daylight", background: RGB(246, 246, 243),
        styles: [
            .text: Style(foreground: RGB(38, 42, 48)),
            .muted: Style(foreground: RGB(96, 102, 110)),
            .title: Style(foreground: RGB(16, 18, 22), bold: true),
            .accent: Style(foreground: RGB(0, 88, 160)),
            .key: Style(foreground: RGB(40, 80, 120)),
            .good: Style(foreground: RGB(0, 100, 50)),
            .reject: Style(foreground: RGB(176, 24, 16), bold: true),
            .unsure: Style(foreground: RGB(120, 80, 0)),
            .notInspected: Style(foreground: RGB(110, 50, 140)),
            .warning: Style(foreground: RGB(150, 70, 0), bold: true),
            .border: Style(foreground: RGB(186, 190, 194)),
            .selection: Style(foreground: RGB(16, 18, 22), background: RGB(208, 222, 236)),
        ])

    /// The themes that come with the station, the default first.
    public static let builtIn: [Theme] = [.graphite, .daylight]
}
