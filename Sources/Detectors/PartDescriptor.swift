/// What a part looks like to the network in a few numbers, for finding parts that look alike: the embedding averaged
/// over a coarse grid of cells, so that a small shift changes little and the pose still counts.
public enum PartDescriptor {
    /// Cells along each axis; fewer where the grid of patches has fewer.
    public static let cells = 4

    /// - Parameter vector: a part's embedding, `gridHeight × gridWidth × dimensions`.
    /// - Returns: cell after cell, row by row, `dimensions` values each.
    package static func average(
        _ vector: UnsafeBufferPointer<Float>, gridWidth: Int, gridHeight: Int, dimensions: Int
    ) -> [Float] {
        precondition(vector.count == gridWidth * gridHeight * dimensions)
        let (across, down) = (min(cells, gridWidth), min(cells, gridHeight))
        var sums = [Double](repeating: 0, count: across * down * dimensions)
        var counts = [Double](repeating: 0, count: across * down)
        sums.withUnsafeMutableBufferPointer { sums in
            for y in 0..<gridHeight {
                for x in 0..<gridWidth {
                    let cell = y * down / gridHeight * across + x * across / gridWidth
                    counts[cell] += 1
                    let from = (y * gridWidth + x) * dimensions
                    for i in 0..<dimensions { sums[cell * dimensions + i] += Double(vector[from + i]) }
                }
            }
        }
        return sums.indices.map { Float(sums[$0] / counts[$0 / dimensions]) }
    }
}

extension Detector {
    /// Channels of each cell of a descriptor.
    package var descriptorChannels: Int {
        makesMap ? embeddingLength / (gridWidth * gridHeight) : embeddingLength
    }

    /// Floats of a part's descriptor.
    package var descriptorLength: Int {
        makesMap
            ? min(PartDescriptor.cells, gridWidth) * min(PartDescriptor.cells, gridHeight) * descriptorChannels
            : embeddingLength
    }

    /// Descriptor of a part from its embedding: `gridHeight × gridWidth × dimensions`, or where there is no grid a vector
    /// of the whole part, which is its own descriptor.
    package func descriptor(embedding vector: UnsafeBufferPointer<Float>) -> [Float] {
        guard makesMap else { return Array(vector) }
        return PartDescriptor.average(
            vector, gridWidth: gridWidth, gridHeight: gridHeight, dimensions: descriptorChannels)
    }
}

extension Inspector {
    /// Descriptor of the part that a slot holds.
    public func descriptor(slot: Int = 0) -> [Float] { detector.descriptor(embedding: embedding(slot: slot)) }

    /// Shares of the distance at a patch, `y · gridWidth + x`, of the part that a slot holds; `nil` for a detector whose
    /// distances are not a sum over channels.
    public func tapShares(slot: Int = 0, at position: Int) -> DistanceShares? {
        (detector as? PaDiM)?.tapShares(embedding: embedding(slot: slot), at: position)
    }
}
