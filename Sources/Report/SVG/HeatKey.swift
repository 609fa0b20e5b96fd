/// The scale of the heat pictures, from nothing to twice the threshold.
enum HeatKey {
    static var drawing: Markup {
        var bars = Markup.none
        let pieces = 64
        let x = Scale(low: 0, high: Double(HeatPicture.end), from: 12, to: 348)
        for piece in 0..<pieces {
            let position = Double(HeatPicture.end) * (Double(piece) + 0.5) / Double(pieces)
            let (red, green, blue) = HeatPicture.colour(at: Float(position))
            let start = x.place(Double(HeatPicture.end) * Double(piece) / Double(pieces))
            bars += """
                <rect x="\(start)" y="4" width="\((x.to - x.from) / Double(pieces) + 0.5)" height="12" \
                fill="rgb(\(Int(red)),\(Int(green)),\(Int(blue)))"/>
                """
        }
        let label = "Colour scale of the maps: dark from 0 to the threshold, bright from it to twice the threshold"
        return """
            <svg class="chart heatkey" role="img" aria-label="\(label)" viewBox="0 0 360 36">\(bars)\
            <text x="12" y="31">0</text><text x="180" y="31" text-anchor="middle">threshold</text>\
            <text x="348" y="31" text-anchor="end">2 × threshold and over</text></svg>
            """
    }
}
