/// The size of the network's input that suits parts of a given size, and what it costs.
///
/// A long part squeezed into a square loses its thin defects: of a crack three pixels wide nothing is left once four
/// pixels become one. The input therefore keeps the parts' own shape and is made so large that about two of a part's
/// pixels become one of the input's, so that a line of three or four pixels is still wider than one. It has no fewer pixels
/// than 256×256 where the part has as many and the budget allows, never more than the part itself, and never more than
/// the budget.
public struct InputGeometry: Equatable, Sendable {
    /// Sides of the network's input: multiples of 32, 64…2048.
    public let width: Int
    public let height: Int
    /// The median part, upright, in pixels.
    public let part: Size
    /// The share of it that the network sees: all of it under the protocol `whole`.
    public let shown: Size
    /// The smallest and the largest side along each axis; both equal `part` where all parts have one size.
    public let smallest: Size
    public let largest: Size
    /// Parts that it was chosen for.
    public let partCount: Int

    public struct Size: Equatable, Sendable, CustomStringConvertible {
        public let width: Int
        public let height: Int

        public init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }

        public var description: String { "\(width)x\(height)" }
    }

    /// Pixels that a square of 256 has: the unit of budgets and costs.
    public static let unit = 256 * 256
    /// Most input pixels where nothing else is said, in units of 256×256.
    public static let standardBudget = 4.0
    /// Budgets from here on can be kept: what 64×64 takes.
    public static let smallestBudget = 0.0625
    /// Part pixels per input pixel that are aimed at: two, and what rounding to 32 may add.
    public static let wantedReduction = 2.1

    static let step = 32
    static let sides = 64...2048

    /// Part pixels per input pixel along the axis that is reduced most; below 1 where a part is smaller than its input.
    public var reduction: Double {
        max(Double(shown.width) / Double(width), Double(shown.height) / Double(height))
    }

    /// Input pixels in units of 256×256: time and memory of the network and of the statistics grow by as much.
    public var areaRatio: Double { Double(width * height) / Double(Self.unit) }

    /// Whether a line of three or four part pixels survives.
    public var keepsThinLines: Bool { reduction <= Self.wantedReduction }
}

extension InputGeometry {
    /// Chooses an input for parts of these sizes; where they differ, for the median along each axis.
    /// - Parameters:
    ///   - partSizes: of the good parts, upright, in pixels.
    ///   - inputProtocol: `paper` shows seven eighths of a part along each axis, so these fill the input.
    ///   - budget: most input pixels in units of 256×256; below 0.0625 as 0.0625.
    /// - Precondition: at least one size; all sides positive; the budget is a number.
    public static func choose(
        partSizes: [(width: Int, height: Int)], inputProtocol: Recipe.InputProtocol = .whole,
        budget: Double = standardBudget
    ) -> InputGeometry {
        precondition(!partSizes.isEmpty && partSizes.allSatisfy { $0.width > 0 && $0.height > 0 } && !budget.isNaN)
        let (widths, heights) = (partSizes.map(\.width).sorted(), partSizes.map(\.height).sorted())
        let last = partSizes.count - 1
        let part = Size(width: widths[last / 2], height: heights[last / 2])
        let share = inputProtocol.shownShare(width: part.width, height: part.height)
        func chosen(_ width: Int, _ height: Int) -> InputGeometry {
            InputGeometry(
                width: width, height: height, part: part, shown: Size(width: share.width, height: share.height),
                smallest: Size(width: widths[0], height: heights[0]),
                largest: Size(width: widths[last], height: heights[last]), partCount: partSizes.count)
        }

        let (wide, high) = (share.width, share.height)
        let (long, short) = (max(wide, high), min(wide, high))
        let pixels = min(max(budget, smallestBudget) * Double(unit), Double(sides.upperBound * sides.upperBound))
        // Inputs of the part's shape, from the smallest up: neither side ever shrinks, so a larger budget never gives
        // a coarser input.
        var best = chosen(sides.lowerBound, sides.lowerBound)
        for side in stride(from: sides.lowerBound, through: min(sides.upperBound, roundedUp(long)), by: step) {
            let other = min(rounded(Double(side) * Double(short) / Double(long)), roundedUp(short))
            guard side * other <= Int(pixels) else { break }
            best = wide >= high ? chosen(side, other) : chosen(other, side)
            if best.keepsThinLines && side * other >= unit { break }
        }
        return best
    }

    /// To the nearest multiple of 32, at least 64.
    private static func rounded(_ side: Double) -> Int {
        max(sides.lowerBound, Int((side / Double(step)).rounded()) * step)
    }

    /// The same, to the next multiple above.
    private static func roundedUp(_ side: Int) -> Int {
        max(sides.lowerBound, (min(side, sides.upperBound) + step - 1) / step * step)
    }
}
