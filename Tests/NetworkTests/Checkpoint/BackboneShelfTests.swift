import Disk
import Network
import SystemPackage
import Testing

struct BackboneShelfTests {
    @Test func storesListsAndFinds() throws {
        try withTemporaryFolder { folder in
            let shelf = BackboneShelf(folder.appending("home/backbones"))
            #expect(try shelf.list().files.map(\.name) == [ShippedTrunk.name])
            let native = try Checkpoint.imported(
                as: nil, from: try ImportTests.foreign("resnet18"), source: "a test", licence: "Apache-2.0")
            let stored = try shelf.store(native, as: "mine")
            #expect(stored.architecture == "resnet18" && stored.parameters == 2_780_544)
            #expect(stored.source == "a test" && stored.licence == "Apache-2.0")
            #expect(try shelf.list().files.dropFirst() == [stored])
            let path = folder.appending("home/backbones/mine.safetensors")
            #expect(try shelf.find("mine") == .file(path))
            #expect(try shelf.find(path.string) == .file(path))
            #expect(try Checkpoint.read(path).digest == stored.digest)
            #expect(try shelf.find("mine").digest() == stored.digest)
        }
    }

    @Test func saysWhatThereIs() throws {
        try withTemporaryFolder { folder in
            let shelf = BackboneShelf(folder)
            let empty = try #require(throws: NetworkError.self) { try shelf.find("resnet50") }
            #expect(empty.code == .unknown && empty.message.contains("there are touchstone."))
            let native = try Checkpoint.imported(
                as: nil, from: try ImportTests.foreign("efficientnet_lite0"), source: "a test", licence: "x")
            try shelf.store(native, as: "mine")
            let error = try #require(throws: NetworkError.self) { try shelf.find("resnet50\u{1B}") }
            #expect(!error.description.contains("\u{1B}"))
            let other = try #require(throws: NetworkError.self) { try shelf.find("resnet50") }
            #expect(other.message.contains("mine") && other.message.contains("backbone import"))
            let file = try #require(throws: NetworkError.self) { try shelf.find("./resnet50.safetensors") }
            #expect(file.code == .unknown)
        }
    }

    @Test func damagedFilesAreListedApart() throws {
        try withTemporaryFolder { folder in
            let shelf = BackboneShelf(folder)
            try folder.appending("broken.safetensors").writeAtomically(Array("{}".utf8))
            try folder.appending("strange.safetensors").writeAtomically(Checkpoint(tensors: [:]).safetensors)
            try folder.appending("note.txt").writeAtomically([1])
            let listing = try shelf.list()
            #expect(listing.files.map(\.name) == [ShippedTrunk.name] && listing.faults.count == 2)
            #expect(listing.faults[0].subject.hasSuffix("broken.safetensors"))
        }
    }

    @Test func theProgramBringsATrunk() throws {
        try withTemporaryFolder { folder in
            let shelf = BackboneShelf(folder)
            #expect(try shelf.find("auto") == .shipped && shelf.find(ShippedTrunk.name) == .shipped)
            let file = try BackboneFile(name: ShippedTrunk.name, .shipped)
            #expect(file.architecture == "resnet18" && file.licence == "Apache-2.0")
            #expect(try file.digest == BackboneSource.shipped.digest())
            // What people install goes before it; what has its name does not.
            let native = try Checkpoint.imported(
                as: nil, from: try ImportTests.foreign("efficientnet_lite1"), source: "a test", licence: "x")
            for name in [ShippedTrunk.name, "auto"] {
                #expect(throws: NetworkError.self) { try shelf.store(native, as: name) }
            }
            try shelf.store(native, as: BackboneShelf.preferred)
            #expect(try shelf.automaticName() == BackboneShelf.preferred)
        }
    }

    /// Eight megabytes are what a clone may be asked to carry.
    @Test func theShippedTrunkIsSmallAndWhole() throws {
        let checkpoint = try BackboneSource.shipped.read()
        let architecture = try #require(Architecture.named(checkpoint.metadata["architecture"] ?? ""))
        try checkpoint.validate(against: architecture)
        try checkpoint.selfTest(as: architecture, source: ShippedTrunk.name)
        #expect(checkpoint.tensors.values.reduce(0) { $0 + 2 * $1.values.count } < 8 << 20)
    }

    @Test func namesAreNoPaths() throws {
        for word in ["", ".hidden", "a/b", "../x", "w.safetensors", "w.pth", "a\nb"] {
            #expect(!BackboneShelf.isName(word))
        }
        for word in ["resnet18", "my lite", "v1.2"] { #expect(BackboneShelf.isName(word)) }
        try withTemporaryFolder { folder in
            #expect(throws: NetworkError.self) { try BackboneShelf(folder).store(Checkpoint(tensors: [:]), as: "../x") }
        }
    }
}
