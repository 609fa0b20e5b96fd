import Detectors

extension Category {
    /// The same category with a random choice of its good parts to learn from; all where it has no more.
    public func learning(fromOnly count: Int, seed: UInt64) -> Category {
        guard count > 0, count < calibrationParts.count else { return self }
        let chosen = ChannelChoice.random(count, of: calibrationParts.count, seed: seed)
        return Category(name: name, folder: folder, calibrationParts: chosen.map { calibrationParts[$0] }, parts: parts)
    }
}
