import Disk
import Foundation
import SystemPackage
import Testing

/// Reading ahead is a hint: nothing that a path can be makes it fail, wait or change a file.
@Test func readAhead() throws {
    let folder = FilePath(NSTemporaryDirectory()).appending("read-ahead-\(UUID().uuidString)")
    try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder.string) }
    let picture = folder.appending("part.png")
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: picture.string))
    let pipe = folder.appending("pipe")
    #expect(mkfifo(pipe.string, 0o600) == 0)
    for path in [picture, pipe, folder, folder.appending("missing")] { path.readAhead() }
    #expect(try picture.readAll() == [1, 2, 3])
}
