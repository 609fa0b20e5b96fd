/// Embeddings of all parts, one row of the grid at a time.
package protocol FeatureRows {
    var parts: Int { get }
    /// Patches along each axis.
    var width: Int { get }
    var height: Int { get }
    var dimensions: Int { get }

    /// Row `y` of every part: `parts × width × dimensions` floats. Rows are asked for from the top.
    func load(_ y: Int, into out: UnsafeMutablePointer<Float>) throws
}

extension FeatureRows {
    /// Floats of one row of all parts.
    package var rowLength: Int { parts * width * dimensions }

    /// Every row once, in order.
    package func forEachRow(_ body: (Int, UnsafePointer<Float>) throws -> Void) throws {
        let memory = AlignedBytes(count: rowLength * 4)
        guard let row = memory.floats.baseAddress else { return }
        for y in 0..<height {
            try load(y, into: row)
            try body(y, UnsafePointer(row))
        }
    }
}
