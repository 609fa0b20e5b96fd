/// One loss over the steps of a training, smoothed and thinned out, so that millions of steps are as quick to draw as
/// hundreds.
public struct LossCurve: Hashable, Sendable {
    public struct Point: Hashable, Sendable {
        /// Counted from 1.
        public let step: Int
        public let value: Double
    }

    /// At most so many, and at least half of that once there were as many.
    static let limit = 512

    public private(set) var points: [Point] = []
    /// The smoothed loss after the last step; nil before the first.
    public private(set) var last: Double?
    private var count = 0
    /// Steps from one point to the next.
    private var stride = 1

    public init() {}

    /// A moving average over about fifty steps, over all of them in the beginning. What is no number is left out.
    public mutating func add(_ value: Double, step: Int) {
        guard value.isFinite else { return }
        count += 1
        let weight = max(1 / Double(count), 0.04)
        let smoothed = last.map { $0 + weight * (value - $0) } ?? value
        last = smoothed
        guard step % stride == 0 else { return }
        points.append(Point(step: step, value: smoothed))
        guard points.count > Self.limit else { return }
        stride *= 2
        points.removeAll { $0.step % stride != 0 }
    }
}
