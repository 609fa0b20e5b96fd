import Disk
import Foundation
import Inspection
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct CalibrationStoreTests {
    private struct Damage: Error, CustomStringConvertible {
        var description: String { "cut short; calibrate again" }
    }

    private func withStore<T>(_ body: (CalibrationStore, Ledger) throws -> T) throws -> T {
        try withTemporaryFolder { folder in
            let ledger = try Ledger.open(folder.appending("ledger.sqlite"))
            return try body(CalibrationStore.open(folder.appending("calibrations"), ledger: ledger), ledger)
        }
    }

    /// Takes bytes as they come; their digest is their name.
    private func whole(_ path: FilePath) throws -> ([UInt8], SHA256Digest) {
        let bytes = try path.readAll()
        return (bytes, SHA256Digest(hashing: bytes))
    }

    /// Writes a file piece by piece and gives it its name.
    private func publish(_ bytes: [UInt8], in store: CalibrationStore) throws {
        let file = try StreamedFile(in: store.folder)
        for byte in bytes { try withUnsafeBytes(of: byte, file.write) }
        try store.publish(.init(file: file, digest: SHA256Digest(hashing: bytes)))
    }

    @Test func keepsCalibrationsUnderTheirDigests() throws {
        try withStore { store, _ in
            let bytes = Array("statistics".utf8)
            let digest = SHA256Digest(hashing: bytes)
            #expect(!store.contains(digest))
            try publish(bytes, in: store)
            try publish(bytes, in: store)
            #expect(store.path(for: digest).lastComponent?.string == "\(digest).touchstone")
            #expect(try store.load(digest, read: whole) == bytes)
        }
    }

    @Test func aDraftThatIsDroppedLeavesNothing() throws {
        try withStore { store, _ in
            var draft: CalibrationStore.Draft? = .init(
                file: try StreamedFile(in: store.folder), digest: SHA256Digest(hashing: []))
            let temporary = try #require(draft?.file.temporary)
            #expect(temporary.kind == .file)
            draft = nil
            #expect(temporary.kind == .missing)
        }
    }

    @Test func theNewestAdoptionIsCurrent() throws {
        try withStore { store, ledger in
            var digests: [SHA256Digest] = []
            for text in ["one", "two", "three"] {
                let bytes = Array(text.utf8)
                digests.append(SHA256Digest(hashing: bytes))
                try publish(bytes, in: store)
            }
            func entry(_ i: Int, _ category: String, _ key: String) -> CalibrationStore.Entry {
                .init(
                    category: category, recipeKey: key, digest: digests[i], created: Date(timeIntervalSince1970: 5),
                    parts: 40, recipe: "{}")
            }
            #expect(try store.current(category: "bottle", recipeKey: "r") == nil)
            try store.adopt(entry(0, "bottle", "r"))
            try store.adopt(entry(1, "bottle", "r"))
            try store.adopt(entry(2, "bottle", "s"))
            try store.adopt(entry(0, "cable", "r"))
            #expect(try store.current(category: "bottle", recipeKey: "r") == entry(1, "bottle", "r"))
            #expect(try store.current(category: "bottle")?.digest == digests[2])
            #expect(try store.current(category: "cable", recipeKey: "r")?.digest == digests[0])
            #expect(try store.list().map(\.digest) == [digests[0], digests[1], digests[2], digests[0]])
            let reopened = CalibrationStore.open(store.folder, ledger: try Ledger.open(ledger.path))
            #expect(try reopened.current(category: "bottle", recipeKey: "r") == entry(1, "bottle", "r"))
            let missing = CalibrationStore.Entry(
                category: "c", recipeKey: "r", digest: digest("nowhere"), parts: 3, recipe: "{}")
            #expect(throws: InspectionError.self) { try store.adopt(missing) }
        }
    }

    @Test func aCalibrationThatDoesNotVerifyIsRefusedAndKept() throws {
        try withStore { store, _ in
            let bytes = Array("statistics".utf8)
            let digest = SHA256Digest(hashing: bytes)
            try publish(bytes, in: store)
            let altered = Array("statisticz".utf8)
            try store.path(for: digest).writeAtomically(altered)
            let other = #expect(throws: InspectionError.self) { try store.load(digest, read: whole) }
            #expect(other?.code == .calibration)
            #expect(other?.subject == store.path(for: digest).printable)
            #expect(other?.message.contains("calibrate again") == true)
            let refused = #expect(throws: InspectionError.self) {
                try store.load(digest) { _ -> (Int, SHA256Digest) in throw Damage() }
            }
            #expect(refused?.message == "cut short; calibrate again")
            #expect(try store.path(for: digest).readAll() == altered)
            // Calibrating again mends it.
            try publish(bytes, in: store)
            #expect(try store.load(digest, read: whole) == bytes)
            let missing = #expect(throws: InspectionError.self) {
                try store.load(SHA256Digest(hashing: altered), read: whole)
            }
            #expect(missing?.code == .calibration)
        }
    }

    @Test func onlyOldTemporaryFilesAreCleared() throws {
        try withTemporaryFolder { folder in
            let ledger = try Ledger.open(folder.appending("ledger.sqlite"))
            let calibrations = folder.appending("calibrations")
            let old = try calibrations.add(".abc.touchstone.1.2.tmp")
            let young = try calibrations.add(".def.touchstone.1.2.tmp")
            // Left by a program that runs no more: no process has so high a number.
            let orphan = try calibrations.add(".streamed.99999999.2.tmp")
            let calibration = try calibrations.add("abc.touchstone")
            let hidden = try calibrations.add(".keep")
            for path in [old, calibration, hidden] {
                var times = [timeval(tv_sec: 1000, tv_usec: 0), timeval(tv_sec: 1000, tv_usec: 0)]
                #expect(path.withPlatformString { utimes($0, &times) } == 0)
            }
            _ = CalibrationStore.open(calibrations, ledger: ledger)
            #expect(
                [old, orphan, young, calibration, hidden].map(\.kind) == [.missing, .missing, .file, .file, .file])
        }
    }
}
