import Network
import SystemPackage

/// Which good parts are learnt from, which are tested as they are, and which get a defect.
struct PartDivision: Sendable {
    let learnt: [FilePath]
    let tested: [FilePath]
    let painted: [FilePath]

    /// All get a defect, and none is copied.
    init(painted: [FilePath]) {
        (learnt, tested, self.painted) = ([], [], painted)
    }

    /// 60 %, 20 % and 20 % at random, each in the order of the parts.
    /// - Throws: `Failure` for too few to learn from.
    init(_ parts: [FilePath], seed: UInt64) throws {
        let share = parts.count / 5
        guard share >= 1 else {
            throw Failure("--with-good needs five good parts or more: three to learn from; there are \(parts.count)")
        }
        var random = SeededRandom(seed: seed, 1)
        var order = Array(parts.indices)
        for i in order.indices.dropFirst().reversed() { order.swapAt(i, random.below(i + 1)) }
        func some(_ range: Range<Int>) -> [FilePath] { order[range].sorted().map { parts[$0] } }
        painted = some(0..<share)
        tested = some(share..<2 * share)
        learnt = some(2 * share..<parts.count)
    }
}
