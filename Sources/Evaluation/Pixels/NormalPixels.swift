/// Scores of the pixels of normal parts that have one number of pixels, as keys.
struct NormalPixels: Equatable, Sendable {
    var parts = 0
    /// In no order until sorted.
    var keys: [UInt32] = []
}

/// The share of normal pixels at or above a falling threshold: of each normal part, then the mean over the parts, so
/// that a large part's pixels count for less than a small one's.
struct SharedRate {
    private struct List {
        let keys: [UInt32]
        /// Pixels of all its parts × how often its parts are all parts: what one pixel is a share of.
        let whole: Double
        /// Keys from here on are `>=` the threshold.
        var cursor: Int
    }

    private var lists: [List]

    /// - Parameter normals: by a part's number of pixels; keys sorted ascending.
    init(_ normals: [Int: NormalPixels]) {
        let parts = normals.values.reduce(0) { $0 + $1.parts }
        lists = normals.sorted { $0.key < $1.key }.map { pixels, normal in
            List(keys: normal.keys, whole: Double(pixels) * Double(parts), cursor: normal.keys.count)
        }
    }

    /// The highest and the lowest score's key; `nil` where there is none.
    var range: ClosedRange<UInt32>? {
        let (lowest, highest) = (lists.compactMap(\.keys.first).min(), lists.compactMap(\.keys.last).max())
        guard let lowest, let highest else { return nil }
        return lowest...highest
    }

    /// Lets the threshold fall to `key`.
    /// - Precondition: `key` is not above the one before.
    /// - Returns: the rate just above it and at it, 0...1.
    mutating func fall(to key: UInt32) -> (above: Double, at: Double) {
        var (above, at) = (0.0, 0.0)
        for i in lists.indices {
            while lists[i].cursor > 0, lists[i].keys[lists[i].cursor - 1] > key { lists[i].cursor -= 1 }
            above += Double(lists[i].keys.count - lists[i].cursor) / lists[i].whole
            while lists[i].cursor > 0, lists[i].keys[lists[i].cursor - 1] == key { lists[i].cursor -= 1 }
            at += Double(lists[i].keys.count - lists[i].cursor) / lists[i].whole
        }
        return (above, at)
    }
}
