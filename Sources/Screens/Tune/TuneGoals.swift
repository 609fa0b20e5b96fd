import Canvas
import Evaluation
import Inspection

/// What a threshold is to achieve.
public struct TuneGoals: Equatable, Sendable {
    /// The rate of good parts that may be flagged, 1e-9 ..< 1.
    public let target: Double
    /// What flagging a good part costs, and what letting a bad one through does, in one unit; not negative, finite.
    public let falseRejectCost: Double
    public let escapeCost: Double

    public init(_ settings: Settings, category: String) {
        let target = settings.target(for: category)
        self.target = target >= 1e-9 && target < 1 ? target : Workbench.falseRejectTarget
        let prices = (settings.falseRejectCost(for: category), settings.escapeCost(for: category))
        let areSound = [prices.0, prices.1].allSatisfy { $0.isFinite && $0 >= 0 }
        falseRejectCost = areSound ? prices.0 : Settings.falseRejectCost
        escapeCost = areSound ? prices.1 : Settings.escapeCost
    }

    /// What an escape costs with a false reject at 1; huge where a false reject costs nothing.
    var escapePrice: Double { min(escapeCost / max(falseRejectCost, 1e-9), 1e12) }

    var ratio: String { "\(Self.short(falseRejectCost)):\(Self.short(escapeCost))" }

    func cost(_ confusion: Confusion) -> String {
        Self.short(Double(confusion.falseRejects) * falseRejectCost + Double(confusion.escapes) * escapeCost)
    }

    /// A price: whole where it is whole.
    private static func short(_ value: Double) -> String {
        Columns.fixed(value, decimals: value == value.rounded() ? 0 : 2)
    }
}
