import Raster

/// The borders of a mask as closed lines along its pixels' edges.
struct Outline: Equatable {
    struct Corner: Hashable {
        var x: Int
        var y: Int
    }

    /// Each loop once around, its first corner not repeated; holes are loops of their own.
    let loops: [[Corner]]

    /// Walks along every edge between a defective pixel and one that is none, the defect at the right hand.
    init(of mask: Mask) {
        var edges = Self.edges(of: mask)
        let starts = edges.keys.sorted { ($0.y, $0.x) < ($1.y, $1.x) }
        var loops: [[Corner]] = []
        for start in starts {
            while edges[start]?.isEmpty == false {
                loops.append(Self.withoutStraights(Self.walk(from: start, &edges)))
            }
        }
        self.loops = loops
    }

    /// From each corner the corners to which an edge leads: two where pixels touch at a corner only.
    private static func edges(of mask: Mask) -> [Corner: [Corner]] {
        var edges: [Corner: [Corner]] = [:]
        func isIn(_ x: Int, _ y: Int) -> Bool {
            x >= 0 && y >= 0 && x < mask.width && y < mask.height && mask.values[y * mask.width + x] != 0
        }
        func add(_ x: Int, _ y: Int, _ toX: Int, _ toY: Int) {
            edges[Corner(x: x, y: y), default: []].append(Corner(x: toX, y: toY))
        }
        for y in 0..<mask.height {
            for x in 0..<mask.width where isIn(x, y) {
                if !isIn(x, y - 1) { add(x, y, x + 1, y) }
                if !isIn(x + 1, y) { add(x + 1, y, x + 1, y + 1) }
                if !isIn(x, y + 1) { add(x + 1, y + 1, x, y + 1) }
                if !isIn(x - 1, y) { add(x, y + 1, x, y) }
            }
        }
        return edges
    }

    private static func walk(from start: Corner, _ edges: inout [Corner: [Corner]]) -> [Corner] {
        var loop: [Corner] = []
        var corner = start
        while let next = edges[corner]?.popLast() {
            loop.append(corner)
            corner = next
            if corner == start { break }
        }
        return loop
    }

    private static func withoutStraights(_ loop: [Corner]) -> [Corner] {
        guard loop.count > 4 else { return loop }
        var kept: [Corner] = []
        for i in loop.indices {
            let (before, here) = (loop[(i + loop.count - 1) % loop.count], loop[i])
            let after = loop[(i + 1) % loop.count]
            if (before.x == here.x) != (here.x == after.x) { kept.append(here) }
        }
        return kept
    }

    /// An SVG path in the mask's pixels.
    var path: String {
        loops.map { loop in
            "M" + loop.map { "\($0.x) \($0.y)" }.joined(separator: "L") + "Z"
        }.joined()
    }
}
