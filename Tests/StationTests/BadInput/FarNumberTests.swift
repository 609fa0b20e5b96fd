import Foundation
import Testing

/// Numbers that nobody means are refused, and nothing breaks on them.
struct FarNumberTests {
    @Test(arguments: ["999999999999999d", "9223372036854775807m", "40000d", "-1h"])
    func aTimeBeforeAllTimes(_ time: String) throws {
        let refused = try Workshop().touchstone("ledger", "--since", time)
        #expect(refused.status == 64, "\(refused.errors)")
        #expect(refused.errors.contains("--since"))
        #expect(!refused.errors.contains("Fatal error"))
    }

    @Test(arguments: ["1e-9", "0", "-1", "nan", "1e9"])
    func aRateThatNoLineHas(_ rate: String) throws {
        let workshop = try Workshop()
        let refused = try workshop.touchstone("replay", workshop.category.path, "--rate=\(rate)", "--fast")
        #expect(refused.status == 64, "\(refused.errors)")
        #expect(refused.errors.contains("--rate"))
    }
}
