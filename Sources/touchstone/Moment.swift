import ArgumentParser
import Foundation

/// A point in time as people type it.
struct Moment: ExpressibleByArgument {
    let date: Date

    /// Seconds back: a hundred years, before which nobody judged parts with this.
    private static let longest = 36_500.0 * 86_400

    init?(argument: String) {
        if let unit = argument.last, let seconds = ["m": 60.0, "h": 3600, "d": 86400][unit],
            let count = Int(argument.dropLast()), count >= 0
        {
            guard Double(count) * seconds <= Self.longest else { return nil }
            date = Date(timeIntervalSinceNow: -Double(count) * seconds)
            return
        }
        let withFraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for (text, style) in [
            (argument, withFraction), (argument, .iso8601), ("\(argument)T00:00:00Z", Date.ISO8601FormatStyle.iso8601),
        ] {
            if let date = try? style.parse(text), abs(date.timeIntervalSinceNow) <= Self.longest * 100 {
                self.date = date
                return
            }
        }
        return nil
    }
}
