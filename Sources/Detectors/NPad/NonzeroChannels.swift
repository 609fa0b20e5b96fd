/// N-pad's choice of channels by how often they are not zero over all good parts and patches.
package enum NonzeroChannels {
    /// The `count` channels with the fewest non-zero values, or the most; the lower index first where several have as
    /// many.
    /// - Parameter nonzeros: of each channel, on the finest grid.
    /// - Returns: ascending.
    package static func choose(_ count: Int, nonzeros: [Int], most: Bool = false) -> [Int] {
        let order = nonzeros.indices.sorted {
            let (a, b) = most ? (nonzeros[$1], nonzeros[$0]) : (nonzeros[$0], nonzeros[$1])
            return a == b ? $0 < $1 : a < b
        }
        return order.prefix(count).sorted()
    }
}
