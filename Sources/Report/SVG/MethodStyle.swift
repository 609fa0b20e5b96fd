/// How a method looks in every chart: a colour, a dash and a marker, so that no one of them alone tells it apart.
struct MethodStyle: Equatable {
    let index: Int

    static let colours = 8

    /// The class that sets its colour.
    var colour: String { "m\(index % Self.colours)" }

    /// Lengths of line and gap; solid for the first. Where colours repeat, dashes do not.
    var dash: String {
        let dashes = ["", "7 3", "2 3", "9 3 2 3", "12 4", "4 2", "9 3 2 3 2 3", "1 2"]
        return dashes[(index + index / Self.colours) % dashes.count]
    }

    private static let shapes: [[(Double, Double)]] = [
        [(-1, -1), (1, -1), (1, 1), (-1, 1)],
        [(0, -1.3), (1.25, 0.95), (-1.25, 0.95)],
        [(0, -1.35), (1.35, 0), (0, 1.35), (-1.35, 0)],
        [(0, 1.3), (1.25, -0.95), (-1.25, -0.95)],
        [
            (-1.2, -0.45), (-0.45, -0.45), (-0.45, -1.2), (0.45, -1.2), (0.45, -0.45), (1.2, -0.45), (1.2, 0.45),
            (0.45, 0.45), (0.45, 1.2), (-0.45, 1.2), (-0.45, 0.45), (-1.2, 0.45),
        ],
        [(0, -1.3), (1.25, -0.4), (0.75, 1.05), (-0.75, 1.05), (-1.25, -0.4)],
        [(-1.3, 0.6), (1.3, 0.6), (1.3, -0.6), (-1.3, -0.6)],
    ]

    /// A marker of about the given radius.
    func marker(x: Double, y: Double, radius: Double = 3.6) -> Markup {
        let shape = index % (Self.shapes.count + 1)
        guard shape > 0 else { return "<circle class=\"mark \(colour)\" cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius)\"/>" }
        let corners = Self.shapes[shape - 1].map { dx, dy -> Markup in "\(x + radius * dx),\(y + radius * dy) " }
        return "<polygon class=\"mark \(colour)\" points=\"\(corners)\"/>"
    }
}
