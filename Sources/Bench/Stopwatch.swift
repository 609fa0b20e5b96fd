/// Time that passes on the wall, whatever the clock on it is set to.
package struct Stopwatch {
    private let start = ContinuousClock.now

    package init() {}

    /// Seconds since it was made.
    package var seconds: Double { Self.seconds(ContinuousClock.now - start) }

    static func seconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }

    /// Seconds that `body` takes.
    static func time(_ body: () throws -> Void) rethrows -> Double {
        let watch = Stopwatch()
        try body()
        return watch.seconds
    }

    /// The shortest of repeated runs, in seconds: what the machine can do when nothing else wants it.
    /// - Parameters:
    ///   - budget: seconds to spend, roughly.
    ///   - runs: at least so many, also where they take longer.
    static func least(budget: Double, runs: Int = 5, _ body: () throws -> Void) rethrows -> Double {
        try times(budget: budget, runs: runs, body).least
    }

    /// Repeated runs, in seconds each.
    static func times(budget: Double, runs: Int = 5, _ body: () throws -> Void) rethrows -> Sample {
        let watch = Stopwatch()
        var times: [Double] = []
        while times.count < runs || watch.seconds < budget { times.append(try time(body)) }
        return Sample(times)
    }
}
