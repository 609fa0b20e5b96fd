/// A square of patches around, or beside, each patch, cut at the border of the grid.
package struct PatchWindow: Equatable, Sendable {
    package struct Offset: Hashable, Sendable {
        package let down: Int
        package let right: Int
        package var opposite: Offset { Offset(down: -down, right: -right) }
    }

    /// Row by row.
    package let offsets: [Offset]
    /// Furthest offset along either axis.
    package let reach: Int

    /// - Parameter side: odd sides are centred; an even one has one more patch below and to the right.
    package init(side: Int) {
        let range = -((side - 1) / 2)...(side / 2)
        offsets = range.flatMap { down in range.map { Offset(down: down, right: $0) } }
        reach = side / 2
    }

    /// Those that come before a patch in the order of rows: each pair of neighbours is met once.
    var backward: [(index: Int, opposite: Int)] {
        offsets.indices.compactMap { i in
            let offset = offsets[i]
            guard offset.down < 0 || offset.down == 0 && offset.right < 0 else { return nil }
            return offsets.firstIndex(of: offset.opposite).map { (i, $0) }
        }
    }
}
