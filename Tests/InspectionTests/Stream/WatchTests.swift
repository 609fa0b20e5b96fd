import Disk
import Foundation
import Inspection
import Synchronization
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// A home, a folder that a camera writes to, and the watch over it.
struct Camera {
    let folder: FilePath
    let home: Home

    init(_ root: FilePath) throws {
        folder = root.appending("camera")
        home = Home(root.appending("home"))
        try folder.makeFolder()
    }

    func start(
        _ listener: StreamListener, line: StreamLine = .redness(), bound: Int = 64,
        settings: (inout Watch.Settings) -> Void = { _ in }
    ) throws -> StreamRun {
        var wanted = Watch.Settings()
        (wanted.settle, wanted.bound) = (0.3, bound)
        settings(&wanted)
        var run = StreamRun.Settings()
        (run.workers, run.bound) = (2, min(bound, 16))
        let stream = StreamRun(
            source: try Watch(folder, category: "parts", home: home, settings: wanted), line: line, settings: run,
            report: listener.hear)
        try stream.start()
        return stream
    }

    /// Written in place, in several pieces with a pause between.
    func write(_ name: String, _ bytes: [UInt8], pieces: Int = 1, pause: UInt32 = 0) throws {
        let file = try FileDescriptor.open(
            folder.appending(name), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        defer { try? file.close() }
        for piece in 0..<pieces {
            if piece > 0 { usleep(pause) }
            let (start, end) = (bytes.count * piece / pieces, bytes.count * (piece + 1) / pieces)
            try file.writeAll(bytes[start..<end])
        }
    }

    func rename(_ from: String, _ to: String) {
        _ = folder.appending(from).withPlatformString { old in
            folder.appending(to).withPlatformString { Glibc.rename(old, $0) }
        }
    }

    func delete(_ name: String) { _ = folder.appending(name).withPlatformString { unlink($0) } }
}

private func picture(_ i: Int) throws -> [UInt8] { try png(UInt8(i % 256), UInt8(i / 256)) }

@Suite(.serialized) struct WatchTests {
    private func isEach(_ results: [StreamResult], _ wanted: [[UInt8]]) -> Bool {
        let digests = results.compactMap(\.digest)
        return digests.count == results.count && Set(digests).count == digests.count
            && Set(digests) == Set(wanted.map { SHA256Digest(hashing: $0) })
    }

    /// 500 files: whole, slowly in pieces, under temporary names, and some written again with the same bytes.
    @Test(arguments: [64, 3]) func burstsLoseNothingAndRepeatNothing(bound: Int) throws {
        try withTemporaryFolder { root in
            let camera = try Camera(root)
            try camera.write("old.png", picture(60_000))
            let listener = StreamListener()
            let run = try camera.start(listener, line: .redness(delay: 500), bound: bound)
            let wanted = try (0..<500).map { try picture($0) }
            let most = Mutex(0)
            // Several writers at once.
            DispatchQueue.concurrentPerform(iterations: 4) { writer in
                for i in stride(from: writer, to: 500, by: 4) {
                    do {
                        switch i % 25 {
                        case 3: try camera.write("\(i).png", wanted[i], pieces: 4, pause: 100_000)
                        case 5, 6:
                            try camera.write("\(i).png.tmp", wanted[i])
                            camera.rename("\(i).png.tmp", "\(i).png")
                        case 7:
                            try camera.write(".\(i).png", wanted[i], pieces: 2, pause: 50_000)
                            camera.rename(".\(i).png", "\(i).png")
                        case 8:
                            try camera.write("\(i).png", wanted[i])
                            try camera.write("\(i).png", wanted[i])
                        case 9:
                            try camera.write("\(i).png", wanted[i])
                            camera.rename("\(i).png", "renamed \(i).png")
                        default: try camera.write("\(i).png", wanted[i])
                        }
                    } catch { Issue.record(error) }
                    let spilled = run.statistics.backlog.spilled
                    most.withLock { $0 = max($0, spilled) }
                }
            }
            listener.wait("500 parts") { $0.results.count >= 500 }
            // Once more, all of them, with the same bytes: in place, and by renaming a new file over the old one.
            for i in 0..<20 { try camera.write("\(i * 25).png", wanted[i * 25]) }
            for i in 0..<20 {
                try camera.write("\(i * 25 + 1).tmp", wanted[i * 25 + 1])
                camera.rename("\(i * 25 + 1).tmp", "\(i * 25 + 1).png")
            }
            // What comes last shows that everything before was looked at.
            try camera.write("last.png", picture(61_000))
            listener.wait("the last one") { $0.results.contains { $0.part.name == "last.png" } }
            run.stop()
            run.wait()
            #expect(isEach(listener.results, wanted + [try picture(61_000)]), "\(listener.results.count)")
            #expect(
                listener.results.allSatisfy { $0.verdict == .good },
                "\(listener.results.filter { $0.verdict != .good })")
            #expect(listener.all.ended.first?.dropped == 0)
            if bound == 3 { #expect(most.withLock { $0 } > 0, "what does not fit waits on disk") }
        }
    }

    @Test func newBytesUnderAnOldNameAreANewPart() throws {
        try withTemporaryFolder { root in
            let camera = try Camera(root)
            let listener = StreamListener()
            let run = try camera.start(listener)
            for i in 0..<5 {
                try camera.write("a.png", picture(i))
                listener.wait("version \(i)") { $0.results.count == i + 1 }
            }
            // A copy under another name is another part, however equal.
            try camera.write("b.png", picture(4))
            listener.wait("the copy") { $0.results.count == 6 }
            run.stop()
            run.wait()
            #expect(listener.results.compactMap(\.score) == [0, 0.5, 1, 1.5, 2, 2])
            #expect(listener.results.map(\.part.name.string) == ["a.png", "a.png", "a.png", "a.png", "a.png", "b.png"])
        }
    }

    @Test func whatStaysUnfinishedSaysSoAndComesUpAgain() throws {
        try withTemporaryFolder { root in
            let camera = try Camera(root)
            let listener = StreamListener()
            let run = try camera.start(listener) { $0.patience = 0.6 }
            let whole = try picture(9)
            try camera.write("cut.png", Array(whole.dropLast(20)))
            try camera.write("text.png", Array("hello".utf8))
            try camera.write("empty.png", [])
            try camera.write("note.txt", Array("no part".utf8))
            listener.wait("three complaints") { $0.results.count == 3 }
            #expect(listener.results.allSatisfy { $0.verdict == .notInspected })
            try camera.write("cut.png", whole)
            listener.wait("the whole one") { $0.results.count == 4 }
            #expect(listener.results.last?.score == 4.5)
            run.stop()
            run.wait()
            #expect(run.statistics.notInspected == 3)
        }
    }

    /// A writer that keeps the file open, or writes on another machine: closing is never seen.
    @Test func aWriterThatNeverClosesIsWaitedFor() throws {
        try withTemporaryFolder { root in
            let camera = try Camera(root)
            let listener = StreamListener()
            let run = try camera.start(listener)
            let whole = try picture(300)
            let file = try FileDescriptor.open(
                camera.folder.appending("a.png"), .writeOnly, options: [.create], permissions: .ownerReadWrite)
            defer { try? file.close() }
            try file.writeAll(whole[..<30])
            usleep(900_000)
            #expect(listener.results.isEmpty, "it is not whole")
            try file.writeAll(whole[30...])
            listener.wait("the part") { $0.results.count == 1 }
            #expect(listener.results.first?.digest == SHA256Digest(hashing: whole))
            run.stop()
            run.wait()
        }
    }

    @Test func takesWhatIsThereWhereAskedTo() throws {
        try withTemporaryFolder { root in
            let camera = try Camera(root)
            for i in 0..<10 { try camera.write("\(i).png", picture(i)) }
            try camera.folder.add("sub/deep/10.png", picture(10))
            let listener = StreamListener()
            let run = try camera.start(listener) { ($0.takesExisting, $0.isRecursive) = (true, true) }
            listener.wait("all of them") { $0.results.count == 11 }
            // Folders that come later, with what is in them already.
            try camera.folder.add("later/x/11.png", picture(11))
            try root.add("outside/y/12.png", picture(12))
            _ = root.appending("outside").withPlatformString { old in
                camera.folder.appending("moved").withPlatformString { Glibc.rename(old, $0) }
            }
            listener.wait("the new folders") { $0.results.count == 13 }
            camera.rename("moved", "again")
            try camera.folder.add("again/y/13.png", picture(13))
            listener.wait("in the folder with a new name") { $0.results.count >= 14 }
            run.stop()
            run.wait()
            #expect(isEach(listener.results, try (0..<14).map { try picture($0) }))
            #expect(listener.results.contains { $0.part.name == "again/y/13.png" })
            // Another watch of the same folder knows them all.
            let again = StreamListener()
            let second = try camera.start(again) { ($0.takesExisting, $0.isRecursive) = (true, true) }
            try camera.write("new.png", picture(99))
            again.wait("the new one") { !$0.results.isEmpty }
            second.stop()
            second.wait()
            #expect(again.results.map(\.part.name.string) == ["new.png"])
        }
    }

    @Test func aFolderThatGoesAndComesBackIsWaitedFor() throws {
        try withTemporaryFolder { root in
            let camera = try Camera(root)
            let listener = StreamListener()
            let run = try camera.start(listener)
            try camera.write("a.png", picture(1))
            listener.wait("before") { $0.results.count == 1 }
            camera.delete("a.png")
            #expect(camera.folder.withPlatformString { rmdir($0) } == 0)
            listener.wait("the complaint") {
                $0.news.contains { if case .trouble(let line) = $0 { line.contains("gone") } else { false } }
            }
            try camera.folder.makeFolder()
            try camera.write("b.png", picture(2))
            listener.wait("after") { $0.results.count == 2 }
            run.stop()
            run.wait()
            #expect(listener.results.map(\.part.name.string) == ["a.png", "b.png"])
            #expect(run.failure == nil)
            #expect(throws: InspectionError.self) {
                _ = try Watch(root.appending("missing"), category: "parts", home: camera.home)
            }
        }
    }

    /// A share: the kernel tells of nothing that others write, so the folder is read again and again.
    @Test func readsTheFolderAgainWhereTheKernelIsSilent() throws {
        try withTemporaryFolder { root in
            let camera = try Camera(root)
            try camera.folder.add("sub/x.png", picture(0))
            let listener = StreamListener()
            // Through a link to a folder that is not itself watched: nothing below it is told of.
            try camera.folder.link("link.png", to: root.appending("elsewhere.png"))
            let run = try camera.start(listener) { $0.rescan = 0.1 }
            try root.add("elsewhere.png", picture(5))
            listener.wait("the part behind the link") { $0.results.count == 1 }
            run.stop()
            run.wait()
            #expect(listener.results.first?.score == 2.5)
        }
    }

    private static let kernelKeeps =
        (try? String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8))
        .flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) } ?? .max

    /// The watching thread is held up while more happens than the kernel keeps.
    @Test(.enabled(if: kernelKeeps <= 20_000, "needs a kernel that keeps few events"))
    func eventsThatWereLostAreMadeGoodByReadingTheFolder() throws {
        try withTemporaryFolder { root in
            let camera = try Camera(root)
            let watch = try Watch(camera.folder, category: "parts", home: camera.home)
            let isHeld = Atomic(false)
            let (held, goOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let news = Mutex<[StreamNews]>([])
            try watch.start(
                wake: {
                    guard isHeld.exchange(false, ordering: .sequentiallyConsistent) else { return }
                    held.signal()
                    goOn.wait()
                }, news: { said in news.withLock { $0.append(said) } })
            isHeld.store(true, ordering: .sequentiallyConsistent)
            try camera.write("first.png", picture(60_000))
            held.wait()
            // Each makes three events: made, written, closed.
            let count = Self.kernelKeeps / 3 + 200
            for i in 0..<count { try camera.write("\(i).png", picture(i)) }
            goOn.signal()
            var found: Set<String> = []
            var repeated = 0
            let end = ContinuousClock.now + .seconds(120)
            while found.count < count + 1, ContinuousClock.now < end {
                guard case .part(let arrival) = try watch.next(at: 0) else {
                    usleep(2000)
                    continue
                }
                if !found.insert(arrival.part.name.string).inserted { repeated += 1 }
            }
            watch.stop(inGoodOrder: true)
            #expect(found.count == count + 1)
            #expect(repeated == 0)
            #expect(
                news.withLock { $0 }.contains {
                    if case .note(let line) = $0 { line.contains("reading") } else { false }
                })
        }
    }

    @Test func twoWatchesOfOneFolderAreOneTooMany() throws {
        try withTemporaryFolder { root in
            let camera = try Camera(root)
            let first = try Watch(camera.folder, category: "parts", home: camera.home)
            let error = #expect(throws: InspectionError.self) {
                _ = try Watch(camera.folder, category: "parts", home: camera.home)
            }
            #expect(error?.code == .busy)
            _ = try Watch(camera.folder, category: "others", home: camera.home)
            withExtendedLifetime(first) {}
        }
    }

    private struct Killed: Error {}

    /// The run is broken off in the middle of everything, as a kill would: nothing of what it should do at its end is
    /// done. (The command itself is killed in the station's tests.)
    @Test func whatWasBrokenOffGoesOn() throws {
        try withTemporaryFolder { root in
            let camera = try Camera(root)
            let wanted = try (0..<120).map { try picture($0) }
            let told = StreamListener()
            var rounds = 0
            for start in stride(from: 0, to: 120, by: 40) {
                let already = told.results.count
                let handed = Atomic(0)
                let run = StreamRun(
                    source: try Watch(camera.folder, category: "parts", home: camera.home),
                    line: .redness(delay: 2000)
                ) { event in
                    guard case .result = event else { return }
                    if handed.add(1, ordering: .relaxed).newValue > 15 { throw Killed() }
                    told.hear(event)
                }
                try run.start()
                for i in start..<(start + 40) { try camera.write("\(i).png", wanted[i]) }
                run.wait()
                #expect(run.failure is Killed)
                #expect(told.results.count == already + 15)
                rounds += 1
            }
            let last = try camera.start(told)
            told.wait("the rest") { $0.results.count >= 120 }
            try camera.write("end.png", picture(500))
            told.wait("the end") { $0.results.contains { $0.part.name == "end.png" } }
            last.stop()
            last.wait()
            #expect(rounds == 3)
            #expect(isEach(told.results, wanted + [try picture(500)]))
        }
    }
}
