import Disk
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#endif

struct TemporaryFolderTests {
    @Test func goesWithEverythingInItButNotWithWhatLinksPointTo() throws {
        let (folder, other) = (try TemporaryFolder("test"), try TemporaryFolder("test"))
        let kept = other.path.appending("kept")
        try kept.writeAtomically([1])
        try folder.path.appending("deep").makeFolder()
        try folder.path.appending("deep").appending("file").writeAtomically([2])
        let link = folder.path.appending("link")
        #expect(other.path.withPlatformString { target in link.withPlatformString { symlink(target, $0) } } == 0)
        #expect(folder.remove())
        #expect(folder.path.kind == .missing)
        #expect(kept.kind == .file)
        #expect(other.remove())
    }

    /// An empty or relative TMPDIR would put temporary things wherever somebody stands.
    @Test func onlyAnAbsolutePlaceIsTaken() {
        for wanted in [nil, "", "somewhere", "./here"] as [FilePath?] {
            #expect(TemporaryFolder.parent(wanted, otherwise: "/var/tmp") == "/var/tmp")
        }
        #expect(TemporaryFolder.parent("/srv/tmp", otherwise: "/var/tmp") == "/srv/tmp")
    }
}
