/// A moment as the clock on the wall shows it. Whoever reads the ledger from the disk works it out: the screens ask no
/// clock and know no time zone.
public struct LocalTime: Equatable, Sendable {
    public let year: Int
    /// 1…12.
    public let month: Int
    public let day: Int
    public let hour: Int
    public let minute: Int
    public let second: Int

    public init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// The time of day for today, else the day as well, and the year where it is another.
    func text(today: LocalTime?) -> String {
        guard let today, today.year == year else { return "\(day) \(monthName) \(year)" }
        if today.month == month, today.day == day { return clock }
        return "\(Self.padded(day, " ")) \(monthName) \(Self.padded(hour)):\(Self.padded(minute))"
    }

    /// All of it: `2026-11-21 14:03:59`.
    var full: String { "\(year)-\(Self.padded(month))-\(Self.padded(day)) \(clock)" }

    private var clock: String { "\(Self.padded(hour)):\(Self.padded(minute)):\(Self.padded(second))" }

    private var monthName: String {
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return names.indices.contains(month - 1) ? names[month - 1] : "?"
    }

    private static func padded(_ number: Int, _ filling: String = "0") -> String {
        (0..<10).contains(number) ? "\(filling)\(number)" : "\(number)"
    }
}
