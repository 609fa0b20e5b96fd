/// A clock that runs at a speed, stands still, and can be put forward: seconds of the stream for instants of the
/// machine.
struct StreamClock: Sendable {
    private(set) var speed: Double
    private var position = 0.0
    /// When it was started last; `nil` while it stands.
    private var since: ContinuousClock.Instant?

    init(speed: Double) { self.speed = speed }

    /// An infinite speed does not move it: it is put to each part's time as that comes up.
    func time(_ now: ContinuousClock.Instant) -> Double {
        guard let since, speed.isFinite else { return position }
        return position + (now - since).seconds * speed
    }

    mutating func run(_ now: ContinuousClock.Instant) { since = since ?? now }

    mutating func halt(_ now: ContinuousClock.Instant) {
        position = time(now)
        since = nil
    }

    mutating func set(speed: Double, _ now: ContinuousClock.Instant) {
        position = time(now)
        if since != nil { since = now }
        self.speed = speed
    }

    /// Never back.
    mutating func advance(to time: Double, _ now: ContinuousClock.Instant) {
        guard time > self.time(now) else { return }
        position = time
        if since != nil { since = now }
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
