import ArgumentParser

/// `0.3-1` on the command line, or one number for both.
struct NumberRange: ExpressibleByArgument, CustomStringConvertible {
    let lower: Double
    let upper: Double

    init(_ lower: Double, _ upper: Double) { (self.lower, self.upper) = (lower, upper) }

    init?(argument: String) {
        let numbers = argument.split(separator: "-", omittingEmptySubsequences: false).map { Double($0) }
        guard (1...2).contains(numbers.count), let lower = numbers[0], let upper = numbers[numbers.count - 1],
            lower.isFinite, upper.isFinite, lower <= upper
        else { return nil }
        self.init(lower, upper)
    }

    var defaultValueDescription: String { description }
    var description: String { "\(lower.short)-\(upper.short)" }

    func lies(in range: ClosedRange<Double>) -> Bool { range.contains(lower) && range.contains(upper) }
}

extension Double {
    /// Without a fraction that says nothing.
    fileprivate var short: String { self == rounded() && abs(self) < 1e6 ? "\(Int(self))" : "\(self)" }
}

/// `640x480` on the command line.
struct WantedSize: ExpressibleByArgument {
    let width: Int
    let height: Int

    init?(argument: String) {
        let sides = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1], (16...16384).contains(width),
            (16...16384).contains(height)
        else { return nil }
        (self.width, self.height) = (width, height)
    }
}
