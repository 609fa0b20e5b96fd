/// Parameters that one thread works through at a time. The cuts depend on the layout alone, so sums over the slices have
/// the same bits on any number of cores.
struct ParameterSlice: Sendable, Equatable {
    let range: Range<Int>
    let decays: Bool

    /// A quarter of a megabyte of floats: fits the second-level cache, and is long beside the cost of handing it out.
    private static let length = 1 << 16

    /// Cuts what is long.
    static func cutting(_ entries: [(range: Range<Int>, decays: Bool)]) -> [ParameterSlice] {
        var slices: [ParameterSlice] = []
        for (range, decays) in entries {
            for start in stride(from: range.lowerBound, to: range.upperBound, by: length) {
                slices.append(ParameterSlice(range: start..<min(start + length, range.upperBound), decays: decays))
            }
        }
        return slices
    }
}
