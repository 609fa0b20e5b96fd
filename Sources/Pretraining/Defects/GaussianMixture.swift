/// How many Gaussians make a pseudo-defect, and how many colours each has: 3 for red, green and blue, 1 for grey.
public struct MixtureShape: Hashable, Codable, Sendable {
    public let components: Int
    public let colours: Int

    /// - Precondition: at least one component, one to four colours.
    public init(components: Int, colours: Int) {
        precondition(components > 0 && (1...4).contains(colours))
        self.components = components
        self.colours = colours
    }

    /// What the paper trains with.
    public static let paper = MixtureShape(components: 30, colours: 3)

    /// Numbers of one component: colours, mean, widths, correlation, weight.
    var stride: Int { colours + 6 }

    /// Numbers of a whole mixture, K(C + 6) + 1.
    public var count: Int { components * stride + 1 }
}

/// A pseudo-defect: a weighted mixture of coloured Gaussians over a picture whose first and last pixel centres lie at −1
/// and +1 along each axis, blended over the picture with a strength s.
/// Semi-formula-driven pre-training (Kobayashi et al.), θ of equations 1–7.
public struct GaussianMixture: Equatable, Sendable {
    public let shape: MixtureShape
    /// For each component its colours in −1…1, mean x and y in −1…1, widths x and y > 0, correlation in −1…1 (exclusive)
    /// and weight, the weights summing to 1; last the strength in 0…1.
    public var values: [Double]

    /// - Precondition: as many values as the shape has.
    public init(shape: MixtureShape, values: [Double]) {
        precondition(values.count == shape.count)
        self.shape = shape
        self.values = values
    }

    /// Where a component's number stands in `values`.
    enum Number: Int { case meanX, meanY, widthX, widthY, correlation, weight }

    func index(_ number: Number, of k: Int) -> Int { k * shape.stride + shape.colours + number.rawValue }

    func value(_ number: Number, of k: Int) -> Double { values[index(number, of: k)] }

    public func colour(of k: Int) -> ArraySlice<Double> {
        values[k * shape.stride..<k * shape.stride + shape.colours]
    }

    /// The share of the picture that the defect replaces where it is strongest.
    public var strength: Double {
        get { values[values.count - 1] }
        set { values[values.count - 1] = newValue }
    }

    /// One of the Gaussians, in the coordinates of the picture.
    public struct Component: Sendable {
        public let colour: [Double]
        public let mean: (x: Double, y: Double)
        public let width: (x: Double, y: Double)
        public let correlation: Double
        public let weight: Double
    }

    public var components: [Component] {
        (0..<shape.components).map { k in
            Component(
                colour: Array(colour(of: k)), mean: (value(.meanX, of: k), value(.meanY, of: k)),
                width: (value(.widthX, of: k), value(.widthY, of: k)), correlation: value(.correlation, of: k),
                weight: value(.weight, of: k))
        }
    }
}
