extension Theme {
    /// The default, which is also what remains when no theme file can be read. `Themes/graphite.toml` says the same.
    public static let graphite = Theme(
        name: "graphite", summary: "dark and quiet: the part is the brightest thing on the screen",
        background: RGB(18, 20, 24), heat: .ember,
        styles: [
            .text: Style(foreground: RGB(208, 212, 218)),
            .muted: Style(foreground: RGB(152, 160, 171)),
            .title: Style(foreground: RGB(232, 235, 239), bold: true),
            .accent: Style(foreground: RGB(110, 180, 240)),
            .key: Style(foreground: RGB(160, 190, 220)),
            .good: Style(foreground: RGB(120, 200, 140)),
            .reject: Style(foreground: RGB(255, 120, 90), bold: true),
            .unsure: Style(foreground: RGB(230, 190, 90)),
            .notInspected: Style(foreground: RGB(200, 150, 220)),
            .warning: Style(foreground: RGB(255, 170, 80), bold: true),
            .live: Style(foreground: RGB(232, 235, 239), bold: true),
            .draft: Style(foreground: RGB(110, 180, 240)),
            .truth: Style(foreground: RGB(120, 205, 215)),
            .border: Style(foreground: RGB(70, 76, 86)),
            .selection: Style(foreground: RGB(235, 238, 242), background: RGB(38, 50, 66)),
        ])
}
