import SystemPackage

/// The few pictures that are kept at hand: the part under review, its neighbours, and where one has just been.
public struct PictureShelf: Equatable, Sendable {
    /// A picture and its map take about 1 MB.
    static let capacity = 16

    private struct Entry: Equatable, Sendable {
        let request: PictureRequest
        let picture: PartPicture
    }
    /// Oldest first.
    private var entries: [Entry] = []
    private var asked: Set<PictureRequest> = []

    /// The newest picture of the part, even while one with a map is still on its way.
    public func picture(category: String, part: Int) -> PartPicture? {
        entries.last { $0.request.part == part && $0.request.category == category }?.picture
    }

    /// Whether `request` is neither here nor asked for; from now on it is asked for.
    mutating func ask(_ request: PictureRequest) -> Bool {
        guard !asked.contains(request), !entries.contains(where: { $0.request == request }) else { return false }
        asked.insert(request)
        return true
    }

    /// It does not come.
    mutating func drop(_ request: PictureRequest) { asked.remove(request) }

    mutating func put(_ picture: PartPicture, for request: PictureRequest) {
        asked.remove(request)
        entries.removeAll { $0.request.part == request.part && $0.request.category == request.category }
        entries.append(Entry(request: request, picture: picture))
        if entries.count > Self.capacity { entries.removeFirst(entries.count - Self.capacity) }
    }

    /// Moves what is being looked at to the end of the queue of things to forget.
    mutating func touch(category: String, part: Int) {
        let isIt = { (entry: Entry) in entry.request.part == part && entry.request.category == category }
        guard let index = entries.lastIndex(where: isIt) else { return }
        entries.append(entries.remove(at: index))
    }
}
