/// Engraved, moulded or printed marking: strokes of a plotter, as parts carry.
struct Lettering {
    private let strokes: [(Vector, Vector)]
    let width: Float
    let height: Float

    /// Text around the origin; letters of `height` pixels. Letters without strokes here are left blank.
    /// - Parameter missing: the numbers of letters that failed to print.
    init(_ text: String, height: Float, leaving missing: Set<Int> = []) {
        let unit = height / 6
        let advance = 5.6 * unit
        self.height = height
        width = advance * Float(text.count) - 1.6 * unit
        var strokes: [(Vector, Vector)] = []
        for (number, letter) in text.enumerated() where !missing.contains(number) {
            let corner = Vector(Float(number) * advance - width / 2, -height / 2)
            for line in (Lettering.alphabet[letter] ?? "").split(separator: " ") {
                // Each pair of digits is a point: column 0 ... 4, row 0 ... 6.
                let digits = line.utf8.map { Float($0 - 48) }
                let points = stride(from: 0, to: digits.count - 1, by: 2).map {
                    corner + Vector(digits[$0], digits[$0 + 1]) * unit
                }
                for (a, b) in zip(points, points.dropFirst()) { strokes.append((a, b)) }
            }
        }
        self.strokes = strokes
    }

    /// Distance to the nearest stroke, pixels; large at once outside the text's box.
    func distance(to p: Vector) -> Float {
        if abs(p.x) > width / 2 + 3 || abs(p.y) > height / 2 + 3 { return 100 }
        var best = Float(1e4)
        for (a, b) in strokes {
            let ab = b - a
            let t = min(max((p - a).dot(ab) / ab.dot(ab), 0), 1)
            let d = p - a - ab * t
            best = min(best, d.dot(d))
        }
        return best.squareRoot()
    }

    private static let alphabet: [Character: String] = [
        "0": "103041453616050110", "1": "112026 1636", "2": "01103041420646", "3": "0110304142334445361605 1333",
        "4": "300444 3036", "5": "400002324345361605", "6": "30100105163645443303", "7": "004016",
        "8": "103041423313020110 1304051636454433", "9": "16364541301001021343", "A": "062046 1434",
        "B": "00063645443303 3342413000", "D": "00062644422000", "F": "060040 0333", "K": "0006 400346",
        "L": "000646", "N": "06004640", "P": "06003041423303", "R": "06003041423303 2346",
        "S": "413010010213334445361605", "T": "0040 2026", "X": "0046 4006", "-": "0343", ".": "1626", "/": "0640",
    ]
}
