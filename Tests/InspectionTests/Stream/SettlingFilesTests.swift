import Inspection
import SystemPackage
import Testing

/// The decisions alone, with times and stamps that are made up.
@Suite struct SettlingFilesTests {
    private func stamp(_ size: Int64) -> ArrivalStamp { ArrivalStamp(inode: 1, size: size, modified: size) }
    private var files: SettlingFiles { SettlingFiles(timing: .init(settle: 1, patience: 10)) }

    private func due(_ files: inout SettlingFiles, _ now: Double, _ size: Int64?) -> SettlingFiles.Look? {
        files.due(now: now) { _ in size.map { stamp($0) } }.first?.look
    }

    @Test func aClosedFileIsLookedAtOnceAndAgainWhenItIsClosedAgain() {
        var files = files
        files.note("a", isClosed: true, now: 0)
        let first = due(&files, 0, 5)
        #expect(first == .tentative)
        files.doubt("a")
        for now in [0.1, 2, 9] {
            let look = due(&files, now, 5)
            #expect(look == nil)
        }
        files.note("a", isClosed: true, now: 9.1)
        let second = due(&files, 9.1, 5)
        #expect(second == .tentative)
    }

    @Test func anOpenFileIsLookedAtWhenItHasSettled() {
        var files = files
        files.note("a", isClosed: false, now: 0)
        let looks = [(0.0, 1), (0.9, 2), (1.8, 3), (2.7, 3), (2.9, 3)].map { due(&files, $0.0, Int64($0.1)) }
        #expect(looks == [nil, nil, nil, nil, .tentative])
        files.doubt("a")
        // It grows again: another second, and ten until nobody waits any more.
        let later = [(3.0, 3), (4.0, 4), (4.9, 4), (5.0, 4)].map { due(&files, $0.0, Int64($0.1)) }
        #expect(later == [nil, nil, nil, .tentative])
        files.doubt("a")
        let last = [(13.9, 4), (14.0, 4)].map { due(&files, $0.0, Int64($0.1)) }
        #expect(last == [nil, .final])
    }

    /// Many files wait for their turn: how long one has stood still is not known before its first look.
    @Test func aLateFirstLookIsNotTheLast() {
        var files = files
        files.note("a", isClosed: false, now: 0)
        let looks = [(60.0, 1), (60.5, 2), (61.4, 2), (61.6, 2)].map { due(&files, $0.0, Int64($0.1)) }
        #expect(looks == [.tentative, nil, nil, .tentative])
        files.doubt("a")
        let last = [(70.4, 2), (70.6, 2)].map { due(&files, $0.0, Int64($0.1)) }
        #expect(last == [nil, .final])
        #expect(files.look(at: "b", now: 0) { _ in stamp(1) } == nil)
    }

    @Test func oneThatIsGoneIsForgotten() {
        var files = files
        files.note("a", isClosed: true, now: 0)
        files.note("b/c", isClosed: true, now: 0)
        files.note("bc", isClosed: true, now: 0)
        files.drop(below: "b")
        #expect(files.count == 2)
        let look = due(&files, 0, nil)
        #expect(look == nil)
        #expect(files.isEmpty)
    }

    @Test func foldersOnOtherMachinesAreKnown() {
        let mounts = """
            22 28 0:21 / /proc rw,nosuid shared:5 - proc proc rw
            28 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
            90 28 0:52 / /camera rw,relatime shared:9 - nfs4 server:/camera rw,vers=4.2
            91 28 0:53 / /share rw - fuse.sshfs host: rw
            """
        #expect(RemoteFolder.isRemote(device: "0:52", mounts: mounts))
        #expect(RemoteFolder.isRemote(device: "0:53", mounts: mounts))
        #expect(!RemoteFolder.isRemote(device: "8:1", mounts: mounts))
        #expect(!RemoteFolder.isRemote(device: "0:5", mounts: mounts))
    }
}
