/// The rows of the grid that a window moving down needs, and no others.
package final class RowRing {
    package let source: any FeatureRows
    private let reach: Int
    private var rows: [(y: Int, memory: AlignedBytes)] = []

    /// - Parameter reach: rows that are kept above and below the window's middle.
    package init(_ source: any FeatureRows, reach: Int) {
        self.source = source
        self.reach = reach
    }

    /// Brings in what is needed around some rows; it never goes back up.
    package func advance(to own: ClosedRange<Int>) throws {
        let wanted = max(0, own.lowerBound - reach)...min(source.height - 1, own.upperBound + reach)
        var spare = rows.filter { $0.y < wanted.lowerBound }.map(\.memory)
        rows.removeAll { $0.y < wanted.lowerBound }
        let next = rows.last.map { $0.y + 1 } ?? wanted.lowerBound
        for row in next..<max(next, wanted.upperBound + 1) {
            let memory = spare.popLast() ?? AlignedBytes(count: source.rowLength * 4)
            try source.load(row, into: memory.floats.baseAddress!)
            rows.append((row, memory))
        }
    }

    /// Row `y`: `parts × width × dimensions`; for as long as it is within reach.
    package subscript(y: Int) -> UnsafePointer<Float>? {
        rows.first { $0.y == y }.flatMap { $0.memory.floats.baseAddress }.map { UnsafePointer($0) }
    }

    /// All rows at hand, from the top.
    package var present: [UnsafePointer<Float>] {
        rows.compactMap { $0.memory.floats.baseAddress }.map { UnsafePointer($0) }
    }
}
