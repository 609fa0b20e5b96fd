import SystemPackage
import Testing
import Disk
@Test func printable() { #expect(FilePath("a\u{1B}[31m\nb").printable == "a\\x1B[31m\\nb"); #expect(FilePath(bytes: [0xff, 0x61]).printable == "\\xFFa"); #expect("gr\u{FC}n \u{202E}x".printable == "grün \\u{202E}x") }
