import Disk
import Foundation
import Inspection
import Synchronization
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#endif

private func picture(_ i: Int) throws -> [UInt8] { try png(UInt8(i % 256), UInt8(i / 256)) }

/// What a watch owes to parts that it has not come to yet.
@Suite(.serialized) struct WatchBacklogTests {
    /// A full folder is not read as a whole before its first part is inspected, nor before the watch can end; and what
    /// it has not come to is left to the next one.
    @Test func aFullFolderIsReadInTurns() throws {
        try withTemporaryFolder { root in
            let camera = try Camera(root)
            for i in 0..<400 { try camera.write("\(i).png", picture(i)) }
            var settings = Watch.Settings()
            (settings.takesExisting, settings.settle) = (true, 0.1)
            let watch = try Watch(camera.folder, category: "parts", home: camera.home, settings: settings)
            let first = Mutex<Int?>(nil)
            try watch.start(
                wake: { [unowned watch] in
                    let waiting = watch.backlog.inMemory + watch.backlog.spilled
                    first.withLock { if $0 == nil, waiting > 0 { $0 = waiting } }
                }, news: { _ in })
            let end = ContinuousClock.now + .seconds(60)
            while first.withLock({ $0 == nil }), ContinuousClock.now < end { usleep(1000) }
            watch.stop(inGoodOrder: true)
            #expect((1...32).contains(first.withLock { $0 } ?? 0))
            #expect(watch.backlog.inMemory + watch.backlog.spilled == 400, "the rest is written down")
            let listener = StreamListener()
            let run = try camera.start(listener)
            listener.wait("all of them") { $0.results.count >= 400 }
            run.stop()
            run.wait()
            #expect(Set(listener.results.compactMap(\.digest)).count == 400)
            #expect(listener.results.count == 400)
        }
    }

    /// It came during the first watch, so the second inspects it, although it stood there when that began.
    @Test func whatHasNotSettledAtTheEndIsLeftToTheNextWatch() throws {
        try withTemporaryFolder { root in
            let camera = try Camera(root)
            try camera.write("before.png", picture(1))
            let first = try camera.start(StreamListener()) { $0.settle = 3600 }
            let file = try FileDescriptor.open(
                camera.folder.appending("a.png"), .writeOnly, options: [.create], permissions: .ownerReadWrite)
            try file.writeAll(try picture(8))
            first.stop()
            first.wait()
            try file.close()
            let listener = StreamListener()
            let second = try camera.start(listener)
            listener.wait("the part") { $0.results.count == 1 }
            try camera.write("last.png", picture(9))
            listener.wait("the last") { $0.results.count == 2 }
            second.stop()
            second.wait()
            #expect(listener.results.map(\.part.name.string) == ["a.png", "last.png"])
        }
    }

    /// The file that was inspected has another name at the end, and nothing has settled yet.
    @Test func aNewNameAtTheEndIsNoNewPart() throws {
        try withTemporaryFolder { root in
            let camera = try Camera(root)
            try camera.folder.appending("sub").makeFolder()
            let listener = StreamListener()
            let first = try camera.start(listener) { ($0.settle, $0.isRecursive) = (3600, true) }
            try camera.write("sub/a.png", picture(4))
            try camera.write("b.png", picture(5))
            listener.wait("both") { $0.results.count == 2 }
            camera.rename("sub", "elsewhere")
            camera.rename("b.png", "c.png")
            first.stop()
            first.wait()
            let again = StreamListener()
            let second = try camera.start(again) { ($0.takesExisting, $0.isRecursive) = (true, true) }
            try camera.write("last.png", picture(6))
            again.wait("the last") { $0.results.contains { $0.part.name == "last.png" } }
            second.stop()
            second.wait()
            #expect(again.results.map(\.part.name.string) == ["last.png"])
        }
    }

    /// What a power cut is sure to leave of the journal is its file, without the log beside it.
    @Test func aPowerCutIsNoEndInGoodOrder() throws {
        try withTemporaryFolder { root in
            let camera = try Camera(root)
            let run = try camera.start(StreamListener())
            let journal = try camera.home.path.appending("spool").appending("watch.sqlite").readAll()
            run.stop()
            run.wait()
            try camera.write("meanwhile.png", picture(3))
            let after = root.appending("after")
            try after.appending("spool").makeFolder()
            try after.appending("spool").appending("watch.sqlite").writeAtomically(journal)
            let listener = StreamListener()
            let stream = StreamRun(
                source: try Watch(camera.folder, category: "parts", home: Home(after)), line: .redness(),
                report: listener.hear)
            try stream.start()
            listener.wait("what came since the watch began") { $0.results.count == 1 }
            stream.stop()
            stream.wait()
        }
    }

    /// NOT INSPECTED is no inspection: its bytes may come up again.
    @Test func aPartThatWasAwayComesUpWhenItIsBack() throws {
        try withTemporaryFolder { root in
            let camera = try Camera(root)
            let listener = StreamListener()
            let run = try camera.start(listener)
            run.pause()
            try camera.write("a.png", picture(6))
            let end = ContinuousClock.now + .seconds(60)
            while run.statistics.backlog.inMemory == 0, ContinuousClock.now < end { usleep(1000) }
            camera.rename("a.png", "../aside.png")
            run.resume()
            listener.wait("the complaint") { $0.results.count == 1 }
            #expect(listener.results.first?.verdict == .notInspected)
            camera.rename("../aside.png", "a.png")
            listener.wait("the part") { $0.results.count == 2 }
            #expect(listener.results.last?.score == 3)
            // Once more, now that it has been inspected.
            camera.rename("a.png", "../aside.png")
            camera.rename("../aside.png", "a.png")
            try camera.write("last.png", picture(7))
            listener.wait("the last") { $0.results.count == 3 }
            run.stop()
            run.wait()
            #expect(listener.results.map(\.part.name.string) == ["a.png", "a.png", "last.png"])
        }
    }
}
