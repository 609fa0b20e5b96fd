import Canvas
import Disk
import SystemPackage
import Terminal
import Testing

@Suite struct DescriptionTests {
    private static let installed: [UInt8]? = try? FilePath("/lib/terminfo/x/xterm-256color").readAll(limit: 1 << 16)

    @Test(.enabled(if: installed != nil, "needs the installed description of xterm-256color"))
    func whatIsReadIsWrittenTheSame() throws {
        let bytes = try #require(Self.installed)
        let description = try #require(CompiledDescription(bytes))
        #expect(description.colourCount == 256)
        #expect(String(decoding: description.names, as: UTF8.self).hasPrefix("xterm-256color|"))
        #expect(!description.extendedStrings.isEmpty)
        #expect(CompiledDescription(description.bytes) == description)
    }

    @Test(.enabled(if: installed != nil, "needs the installed description of xterm-256color"))
    func directColourKeepsEverythingElse() throws {
        let bytes = try #require(Self.installed)
        let description = try #require(CompiledDescription(bytes))
        let direct = description.with(colours: .truecolor)
        #expect(direct.colourCount == 1 << 24)
        #expect(direct.extendedBooleans.contains { $0.name == Array("RGB".utf8) && $0.value == 1 })
        #expect(direct.extendedStrings == description.extendedStrings)
        #expect(direct.names == description.names)
        #expect(CompiledDescription(direct.bytes) == direct)
        #expect(direct.with(colours: .truecolor) == direct)
        #expect(description.with(colours: .monochrome) == description)
    }

    @Test(.enabled(if: installed != nil, "needs the installed description of xterm-256color"))
    func brokenDescriptionsAreRefusedAndNeverTrap() throws {
        let bytes = try #require(Self.installed)
        for length in 0..<12 { #expect(CompiledDescription(Array(bytes[..<length])) == nil) }
        var random = SystemRandomNumberGenerator()
        for length in stride(from: 12, to: bytes.count, by: 7) {
            _ = CompiledDescription(Array(bytes[..<length]))
            var damaged = bytes
            damaged[Int.random(in: 2..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            _ = CompiledDescription(damaged)?.with(colours: .truecolor).bytes
        }
    }
}
