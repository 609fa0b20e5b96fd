import Disk
import SystemPackage

/// Good parts by what they look like to the network: answers which of them look most like another part.
struct DescriptorCatalogue: Sendable {
    struct Entry: Sendable {
        let path: FilePath
        let digest: SHA256Digest
        let vector: [Float]
    }

    private(set) var entries: [Entry] = []
    /// Channels of each cell of a descriptor.
    private let dimensions: Int
    /// 1 / (variance · length) of each channel; empty until it is needed again.
    private var weights: [Float] = []

    init(dimensions: Int) { self.dimensions = dimensions }

    mutating func add(_ entry: Entry) {
        entries.append(entry)
        weights = []
    }

    /// The nearest good parts, nearest first; equally near ones in the order of digests.
    ///
    /// The distance is Euclidean over all cells, each channel divided by its own standard deviation among the good
    /// parts (about each cell's mean, pooled over cells), and taken for the mean value: parts of which each is drawn at
    /// random are √2 apart. A channel that never varies tells nothing and is left out.
    /// - Parameter excluded: the part itself, which may be one of them.
    mutating func nearest(
        to vector: [Float], count: Int, except excluded: SHA256Digest
    ) -> [NearestPart] {
        if weights.isEmpty { weights = Self.weights(entries.map(\.vector), dimensions: dimensions) }
        var found: [NearestPart] = []
        for entry in entries where entry.digest != excluded && entry.vector.count == vector.count {
            let distance = Self.distance(vector, entry.vector, weights)
            found.append(NearestPart(path: entry.path, digest: entry.digest, distance: distance))
        }
        found.sort { ($0.distance, $0.digest) < ($1.distance, $1.digest) }
        return Array(found.prefix(count))
    }

    private static func distance(_ a: [Float], _ b: [Float], _ weights: [Float]) -> Float {
        var sum: Float = 0
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                weights.withUnsafeBufferPointer { weights in
                    for first in stride(from: 0, to: a.count, by: weights.count) {
                        for i in 0..<weights.count {
                            let difference = a[first + i] - b[first + i]
                            sum += weights[i] * difference * difference
                        }
                    }
                }
            }
        }
        return sum.squareRoot()
    }

    private static func weights(_ vectors: [[Float]], dimensions: Int) -> [Float] {
        guard let length = vectors.first?.count else { return Array(repeating: 0, count: dimensions) }
        var sum = [Double](repeating: 0, count: length)
        var squares = sum
        for vector in vectors {
            for i in 0..<length {
                sum[i] += Double(vector[i])
                squares[i] += Double(vector[i]) * Double(vector[i])
            }
        }
        let count = Double(vectors.count)
        let cells = Double(length / dimensions)
        return (0..<dimensions).map { channel in
            var variance = 0.0
            var power = 0.0
            for i in stride(from: channel, to: length, by: dimensions) {
                variance += max(0, squares[i] / count - sum[i] * sum[i] / (count * count)) / cells
                power += squares[i] / count / cells
            }
            // What is below this is rounding of single precision.
            return variance > 1e-10 * power && variance > 0 ? Float(1 / (variance * Double(length))) : 0
        }
    }
}

/// A good part that was learnt from and looks like the one under review.
public struct NearestPart: Equatable, Sendable {
    public let path: FilePath
    public let digest: SHA256Digest
    /// 0 for the same picture; about √2 for two good parts taken at random.
    public let distance: Float

    public init(path: FilePath, digest: SHA256Digest, distance: Float) {
        self.path = path
        self.digest = digest
        self.distance = distance
    }
}
