import Detectors
import Disk

extension Category {
    /// The same category with a random choice of its good parts to learn from.
    /// - Throws: `DetectorError.tooFewParts` where it has no so many.
    public func learning(fromOnly count: Int, seed: UInt64) throws(DetectorError) -> Category {
        guard count > 0, count <= calibrationParts.count else {
            throw DetectorError(
                .tooFewParts, name.printable,
                "has only \(calibrationParts.count) good parts to learn from, not \(count)")
        }
        let chosen = ChannelChoice.random(count, of: calibrationParts.count, seed: seed)
        return Category(name: name, folder: folder, calibrationParts: chosen.map { calibrationParts[$0] }, parts: parts)
    }
}
