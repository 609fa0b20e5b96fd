import Disk
import SystemPackage

/// The embeddings of all calibration parts, so that the network runs once over each: in memory up to a budget, and
/// beyond it in a file without a name. A fit reads them position by position.
package final class KeptEmbeddings {
    /// Bytes that are kept in memory at most: 1 GiB, or a quarter of what the machine has free where that is less.
    package static func budget(available: Int?) -> Int { min(1 << 30, (available ?? 4 << 30) / 4) }

    /// Floats of one part: positions × dimensions.
    private let length: Int
    private let budget: Int
    private let folder: FilePath
    private var inMemory: [AlignedBytes] = []
    private var spill: SpillFile?
    private var spilled = 0

    /// - Parameter folder: where a file may be made; not in memory, as `/tmp` is on many machines.
    package init(length: Int, budget: Int, folder: FilePath) {
        self.length = length
        self.budget = budget
        self.folder = folder
    }

    package var count: Int { inMemory.count + spilled }

    /// Adds a part's embedding.
    /// - Throws: `DiskError` where the disk has no room for it.
    package func add(_ part: AlignedBytes) throws(DiskError) {
        if spill == nil, (inMemory.count + 1) * length * 4 <= budget {
            inMemory.append(part)
            return
        }
        if spill == nil { spill = try SpillFile(in: folder) }
        guard let file = spill else { return }
        try file.write(UnsafeRawBufferPointer(rebasing: part.bytes[..<(length * 4)]), at: spilled * length * 4)
        spilled += 1
    }

    /// Floats of room that `strip` needs for `count` values of each part.
    package func stripRoom(_ count: Int) -> Int { spilled * count }

    /// For each part where its values `range` are: within the memory that holds it, or read into `room`.
    package func strip(
        _ range: Range<Int>, room: UnsafeMutableBufferPointer<Float>
    ) throws(DiskError) -> [UnsafePointer<Float>] {
        precondition(room.count >= stripRoom(range.count))
        var parts = inMemory.map { UnsafePointer($0.floats.baseAddress! + range.lowerBound) }
        for i in 0..<spilled {
            guard let spill, let start = room.baseAddress else { continue }
            let target = UnsafeMutableBufferPointer(start: start + i * range.count, count: range.count)
            try spill.read(at: (i * length + range.lowerBound) * 4, into: UnsafeMutableRawBufferPointer(target))
            parts.append(UnsafePointer(target.baseAddress!))
        }
        return parts
    }
}
