import Detectors
import Disk
import Foundation
import SystemPackage
import Testing

/// What is taken of memory is known before, counted against what there is, and refused in time.
struct MemoryTests {
    private let gigabyte = 1_000_000_000

    /// The field's complaint is 5 to 7 GB: here is the same backbone at the same size.
    @Test func wideResNetFitsIntoThreeGigabytes() {
        let forecast = MemoryForecast(
            positions: 4096, dimensions: 550, parts: 200, precision: .f16, workers: 2, available: 16 * gigabyte)
        #expect(forecast.fitting < 2 * gigabyte)
        #expect(forecast.scoring < 3 * gigabyte / 2)
        #expect(forecast.file < 13 * gigabyte / 10)
        // Embeddings that memory does not keep are on the disk; together they are all of them.
        #expect(forecast.spilled > 0 && forecast.spilled < 200 * 4096 * 550 * 4)
    }

    /// More parts take more of the disk, and of memory only their distances.
    @Test func memoryHardlyGrowsWithParts() {
        func forecast(_ parts: Int) -> MemoryForecast {
            MemoryForecast(
                positions: 4096, dimensions: 100, parts: parts, precision: .f16, workers: 2, available: 16 * gigabyte)
        }
        let (some, many) = (forecast(1000), forecast(2000))
        #expect(many.fitting - some.fitting <= 1000 * (2 * 4096 * 4 + 2 * 64 * 100 * 4))
        #expect(many.spilled - some.spilled == 1000 * 4096 * 100 * 4)
        #expect(many.scoring == some.scoring && many.file == some.file)
    }

    @Test func whatTheMachineLacksIsRefusedWithTheFigures() throws {
        let forecast = MemoryForecast(
            positions: 4096, dimensions: 1792, parts: 50, precision: .f16, workers: 2, available: 4 * gigabyte)
        let error = #expect(throws: DetectorError.self) { try forecast.require(available: 4 * gigabyte) }
        #expect(error?.code == .memory)
        #expect(error?.message.contains("MiB") == true && error?.message.contains("--dims") == true)
        try forecast.require(available: 64 * gigabyte)
        try forecast.require(available: nil)
    }

    @Test func availableMemoryIsTheKernels() throws {
        #expect(AvailableMemory.machine("MemTotal: 100 kB\nMemAvailable:    2048 kB\nBuffers: 1 kB\n") == 2 << 20)
        #expect(AvailableMemory.machine("nonsense") == nil)
        let bytes = try #require(AvailableMemory.bytes)
        #expect(bytes > 1 << 20)
    }

    @Test func controlGroupsLimitIt() throws {
        let root = FilePath(NSTemporaryDirectory()).appending("groups-\(UInt32.random(in: 0 ... .max))")
        defer { try? FileManager.default.removeItem(atPath: root.string) }
        func write(_ path: String, _ text: String) throws {
            let file = root.appending(FilePath(path).components)
            try file.removingLastComponent().makeFolder()
            try file.writeAtomically(Array(text.utf8))
        }
        #expect(AvailableMemory.controlGroup(root, own: "0::/line/station\n") == nil)
        // The parent's limit counts, and pages of files that nobody needs count as free.
        try write("line/memory.max", "1000000\n")
        try write("line/memory.current", "700000\n")
        try write("line/memory.stat", "anon 5\ninactive_file 50000\nactive_file 9\n")
        try write("line/station/memory.max", "max\n")
        try write("line/station/memory.current", "600000\n")
        #expect(AvailableMemory.controlGroup(root, own: "0::/line/station\n") == 350_000)
        try write("line/station/memory.max", "620000\n")
        #expect(AvailableMemory.controlGroup(root, own: "0::/line/station\n") == 20_000)
        // Version 1, and its way of saying that there is no limit.
        try write("memory/box/memory.limit_in_bytes", "5000\n")
        try write("memory/box/memory.usage_in_bytes", "6000\n")
        #expect(AvailableMemory.controlGroup(root, own: "3:cpu,memory:/box\n") == 0)
        try write("memory/box/memory.limit_in_bytes", "9223372036854771712\n")
        #expect(AvailableMemory.controlGroup(root, own: "3:cpu,memory:/box\n") == nil)
    }

    @Test func embeddingsComeBackFromTheDisk() throws {
        let length = 1000
        let kept = KeptEmbeddings(length: length, budget: 3 * length * 4, folder: FilePath(NSTemporaryDirectory()))
        for n in 0..<8 {
            let part = AlignedBytes(count: length * 4)
            for i in 0..<length { part.floats[i] = Float(n * length + i) }
            try kept.add(part)
        }
        #expect(kept.count == 8)
        for range in [0..<10, 500..<501, 900..<1000] {
            let room = AlignedBytes(count: kept.stripRoom(range.count) * 4)
            #expect(kept.stripRoom(range.count) == 5 * range.count)
            let parts = try kept.strip(range, room: room.floats)
            #expect(parts.count == 8)
            withExtendedLifetime(room) {
                for (n, part) in parts.enumerated() {
                    #expect(part[0] == Float(n * length + range.lowerBound))
                    #expect(part[range.count - 1] == Float(n * length + range.upperBound - 1))
                }
            }
        }
    }

    @Test func theBudgetIsAQuarterOfWhatIsFree() {
        #expect(KeptEmbeddings.budget(available: 100 << 20) == 25 << 20)
        #expect(KeptEmbeddings.budget(available: 64 << 30) == 1 << 30)
        #expect(KeptEmbeddings.budget(available: nil) == 1 << 30)
    }
}
