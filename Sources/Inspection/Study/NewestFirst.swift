/// Requests that wait for a worker, the newest served first: whoever leafs through parts wants the one they see now.
///
/// A request takes the place of an older one with the same key, and where there are more than `capacity` the oldest is
/// dropped: nobody looks at it any more. A value; put it into a `Mutex` to share it.
public struct NewestFirst<Key: Hashable, Request> {
    public let capacity: Int
    private var waiting: [(key: Key, request: Request)] = []

    /// - Precondition: `capacity` is positive.
    public init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
    }

    public var count: Int { waiting.count }
    public var isEmpty: Bool { waiting.isEmpty }

    /// Puts a request in front of all others.
    /// - Returns: the requests that will not be served any more, oldest first: those of the same key, and the oldest
    ///   where there are too many.
    @discardableResult
    public mutating func push(_ request: Request, for key: Key) -> [Request] {
        var dropped: [Request] = []
        if let known = waiting.firstIndex(where: { $0.key == key }) {
            dropped.append(waiting.remove(at: known).request)
        }
        waiting.append((key, request))
        if waiting.count > capacity { dropped.append(waiting.removeFirst().request) }
        return dropped
    }

    /// Takes the newest request.
    public mutating func pop() -> Request? { waiting.popLast()?.request }

    /// Drops a request that is not wanted any more.
    @discardableResult
    public mutating func remove(_ key: Key) -> Request? {
        waiting.firstIndex { $0.key == key }.map { waiting.remove(at: $0).request }
    }

    /// Drops all.
    public mutating func removeAll() { waiting = [] }
}

extension NewestFirst: Sendable where Key: Sendable, Request: Sendable {}
