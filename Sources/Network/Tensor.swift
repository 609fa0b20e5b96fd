/// Numbers with a shape, row-major (last index fastest).
public struct Tensor: Equatable, Sendable {
    public let shape: [Int]
    public var values: [Float]

    /// - Precondition: `values.count` is the product of `shape`.
    public init(shape: [Int], values: [Float]) {
        precondition(shape.allSatisfy { $0 >= 0 } && values.count == shape.reduce(1, *))
        self.shape = shape
        self.values = values
    }
}
