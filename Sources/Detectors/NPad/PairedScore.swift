/// The image score of N-pad: Mahalanobis distances of the most anomalous patches, each beside a Euclidean one.
package enum PairedScore {
    /// The positions of the `count` largest values, largest first; the lower position first where several are equal.
    package static func top(_ count: Int, of values: [Float]) -> [Int] {
        var top: [Int] = []
        for position in values.indices {
            let value = values[position]
            if top.count == count, value <= values[top[count - 1]] { continue }
            let at = top.firstIndex { values[$0] < value } ?? top.count
            top.insert(position, at: at)
            if top.count > count { top.removeLast() }
        }
        return top
    }

    /// Both kinds of distance sorted and paired by rank.
    package static func score(mahalanobis: [Float], euclidean: [Float], _ score: NPadOptions.Score) -> Float {
        let pairs = zip(mahalanobis.sorted(), euclidean.sorted())
        let sum = pairs.reduce(0.0) { sum, pair in
            let product = Double(pair.0) * Double(pair.1)
            return sum + (score == .productPairs ? product : product.squareRoot())
        }
        return Float(sum / Double(max(1, mahalanobis.count)))
    }
}
