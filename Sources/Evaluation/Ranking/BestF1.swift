/// The best harmonic mean of precision and recall that any threshold reaches, and the thresholds that reach it.
public struct BestF1: Equatable, Sendable {
    /// 0...1.
    public let value: Double
    /// The highest and the lowest threshold with this F1; equal when there is one. The highest rejects the fewest good
    /// parts, the lowest lets the fewest bad ones through. Thresholds between the two need not reach it.
    public let highest: Ranking.Step
    public let lowest: Ranking.Step
    /// How many distinct scores reach it.
    public let count: Int

    init(highest: Ranking.Step, lowest: Ranking.Step, count: Int, positives: Int) {
        self.highest = highest
        self.lowest = lowest
        self.count = count
        let found = highest.truePositives
        value = Double(2 * found) / Double(found + highest.falsePositives + positives)
    }
}
