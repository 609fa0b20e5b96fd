/// The mean features of some parts at one level of the network.
public struct LevelFeatures: Sendable {
    public let level: String
    public let channels: Int
    /// Parts × channels.
    public private(set) var values: [Double] = []
    public private(set) var count = 0

    public init(level: String, channels: Int) {
        self.level = level
        self.channels = channels
    }

    /// Adds one part's features.
    /// - Precondition: as many as there are channels.
    public mutating func add(_ part: UnsafeBufferPointer<Float>) {
        precondition(part.count == channels)
        values.reserveCapacity((count + 1) * channels)
        for value in part { values.append(Double(value)) }
        count += 1
    }

    /// The same with one part's features left out.
    package func without(_ part: Int) -> LevelFeatures {
        var rest = LevelFeatures(level: level, channels: channels)
        rest.values = Array(values[..<(part * channels)]) + values[((part + 1) * channels)...]
        rest.count = count - 1
        return rest
    }

    /// The mean of each channel.
    package func mean() -> [Double] {
        var sum = [Double](repeating: 0, count: channels)
        for part in 0..<count { for c in 0..<channels { sum[c] += values[part * channels + c] } }
        return sum.map { $0 / Double(count) }
    }

    /// Each part's departure from the mean in some channels, parts × channels.
    func centred(_ mean: [Double], channels chosen: [Int]) -> [Double] {
        var out = [Double](repeating: 0, count: count * chosen.count)
        for part in 0..<count {
            for (k, c) in chosen.enumerated() { out[part * chosen.count + k] = values[part * channels + c] - mean[c] }
        }
        return out
    }

    /// The variance of each channel, divisor n − 1.
    func variances(_ mean: [Double]) -> [Double] {
        var sum = [Double](repeating: 0, count: channels)
        for part in 0..<count {
            for c in 0..<channels {
                let departure = values[part * channels + c] - mean[c]
                sum[c] += departure * departure
            }
        }
        return sum.map { $0 / Double(count - 1) }
    }
}
