/// The few pictures of a stream's parts that are kept at hand.
struct StreamPictures: Equatable, Sendable {
    /// A picture and its map take about 1 MB.
    static let capacity = 8

    private struct Entry: Equatable, Sendable {
        let index: Int
        let picture: PartPicture
    }
    /// Oldest first.
    private var entries: [Entry] = []
    /// One at a time is asked for: a stream that is faster than pictures are read shows as many as there is time for.
    var asked: Int?

    /// The newest part that there is a picture of.
    var newest: Int? { entries.map(\.index).max() }

    subscript(index: Int) -> PartPicture? { entries.last { $0.index == index }?.picture }

    mutating func put(_ picture: PartPicture, for index: Int) {
        if asked == index { asked = nil }
        entries.removeAll { $0.index == index }
        entries.append(Entry(index: index, picture: picture))
        if entries.count > Self.capacity { entries.removeFirst(entries.count - Self.capacity) }
    }
}
