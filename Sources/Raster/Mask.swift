/// Which pixels are defective: 1 where they are, 0 elsewhere.
public struct Mask: Equatable, Sendable {
    public let width: Int
    public let height: Int
    /// `width · height` values of 0 or 1, row-major.
    public var values: [UInt8]

    /// - Precondition: both sides positive and `values.count == width * height`.
    public init(width: Int, height: Int, values: [UInt8]) {
        precondition(width > 0 && height > 0 && values.count == width * height)
        self.width = width
        self.height = height
        self.values = values
    }

    /// No defective pixel at all, as in a part whose defect nobody outlined.
    public var isEmpty: Bool { !values.contains { $0 != 0 } }
}
