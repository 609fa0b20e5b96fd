import Disk
import Inspection
import SystemPackage
import Testing

#if canImport(Glibc)
import Glibc
#endif

@Suite struct CategoryFolderTests {
    /// Three good parts, two labels, masks in both spellings.
    private func makeLabelled(_ folder: FilePath) throws {
        for name in ["b.png", "a.JPG", "c.jpeg"] { try folder.add("train/good/\(name)") }
        try folder.add("test/good/001.png")
        try folder.add("test/scratch/000.png")
        try folder.add("test/scratch/001.png")
        try folder.add("test/scratch/002.png")
        try folder.add("ground_truth/scratch/000_mask.png")
        try folder.add("ground_truth/scratch/001.png")
        try folder.add("test/loose.png")
        try folder.add("test/scratch/notes.txt")
        try folder.add("test/scratch/.hidden.png")
    }

    @Test func readsALabelledCategory() throws {
        try withTemporaryFolder { folder in
            let root = folder.appending("bottle")
            try makeLabelled(root)
            let scan = try CategoryFolder.scan(root)
            let category = try #require(scan.categories.first)
            #expect(scan.categories.count == 1)
            #expect(scan.problems.isEmpty)
            #expect(category.name == "bottle")
            let learnt: [FilePath] = ["train/good/a.JPG", "train/good/b.png", "train/good/c.jpeg"]
            #expect(category.calibrationParts.map(\.name) == learnt)
            #expect(category.calibrationParts.allSatisfy { $0.label == "good" })
            #expect(
                category.parts.map(\.name) == [
                    "test/good/001.png", "test/loose.png", "test/scratch/000.png", "test/scratch/001.png",
                    "test/scratch/002.png",
                ])
            #expect(category.parts.map(\.label) == ["good", nil, "scratch", "scratch", "scratch"])
            #expect(
                category.parts.map(\.mask) == [
                    nil, nil, root.appending("ground_truth/scratch/000_mask.png"),
                    root.appending("ground_truth/scratch/001.png"), nil,
                ])
            #expect(category.parts[2].path == root.appending("test/scratch/000.png"))
        }
    }

    @Test func readsAFolderOfCategoriesAndReportsTheBadOnes() throws {
        try withTemporaryFolder { folder in
            try makeLabelled(folder.appending("b-good"))
            try makeLabelled(folder.appending("a-good"))
            try folder.appending("empty").makeFolder()
            try folder.add("lonely/train/good/only.png")
            try folder.add("no-good/test/scratch/0.png")
            try folder.add("readme.txt")
            let scan = try CategoryFolder.scan(folder)
            #expect(scan.categories.map(\.name) == ["a-good", "b-good"])
            #expect(scan.problems.map(\.code) == [.noParts, .tooFewGoodParts, .tooFewGoodParts])
            #expect(scan.problems[1].description.contains("category lonely has 1 good part in train/good; at least 3"))
            #expect(scan.problems[2].description.contains("no good parts"))
        }
    }

    @Test func aCategoryMayBeCalledTest() throws {
        try withTemporaryFolder { folder in
            try makeLabelled(folder.appending("test"))
            try makeLabelled(folder.appending("valve"))
            #expect(try CategoryFolder.scan(folder).categories.map(\.name) == ["test", "valve"])
        }
    }

    @Test func readsAPlainFolder() throws {
        try withTemporaryFolder { folder in
            for i in 0..<3 { try folder.add("good/\(i).png") }
            try folder.add("z.png")
            try folder.add("monday/a.png")
            try folder.add("monday.png")
            let category = try #require(try CategoryFolder.scan(folder).categories.first)
            #expect(category.calibrationParts.count == 3)
            // '.' sorts before '/': the order is that of the whole path's bytes.
            #expect(category.parts.map(\.name) == ["monday.png", "monday/a.png", "z.png"])
            #expect(category.parts.allSatisfy { $0.label == nil && $0.mask == nil })
        }
    }

    @Test func aFolderWithoutGoodPartsIsRefusedUnlessNothingIsLearnt() throws {
        try withTemporaryFolder { folder in
            try folder.add("a.png")
            let error = #expect(throws: InspectionError.self) { try CategoryFolder.scan(folder) }
            #expect(error?.code == .tooFewGoodParts)
            #expect(try CategoryFolder.scan(folder, minimumGoodParts: 0).categories.first?.parts.count == 1)
        }
    }

    @Test func emptyAndMissingFoldersAreNamed() throws {
        try withTemporaryFolder { folder in
            let empty = #expect(throws: InspectionError.self) { try CategoryFolder.scan(folder) }
            #expect(empty?.code == .noParts)
            #expect(empty?.subject == folder.printable)
            let missing = #expect(throws: InspectionError.self) { try CategoryFolder.scan(folder.appending("nowhere")) }
            #expect(missing?.code == .disk)
            let file = try folder.add("part.png")
            #expect(throws: InspectionError.self) { try CategoryFolder.scan(file) }
        }
    }

    @Test func keepsHostileNamesAsTheyAre() throws {
        try withTemporaryFolder { folder in
            let names: [[UInt8]] = [
                Array("line\nbreak.png".utf8), Array("\u{1B}[31mred.png".utf8), [0xFF, 0xFE] + Array(".PNG".utf8),
                Array("=cmd.png".utf8),
            ]
            for i in 0..<3 { try folder.add("train/good/\(i).png") }
            for name in names { try folder.add(Array("test/dent/".utf8) + name) }
            try folder.add(Array("ground_truth/dent/".utf8) + [0xFF, 0xFE] + Array("_mask.png".utf8))
            let parts = try #require(try CategoryFolder.scan(folder).categories.first).parts
            let expected = names.map { Array("test/dent/".utf8) + $0 }.sorted { $0.lexicographicallyPrecedes($1) }
            #expect(parts.map(\.name.bytes) == expected)
            #expect(parts.allSatisfy { $0.path.kind == .file })
            #expect(parts.last?.mask?.kind == .file)
            #expect(parts.last?.name.printable == "test/dent/\\xFF\\xFE.PNG")
        }
    }

    @Test func followsLinksButNotInCircles() throws {
        try withTemporaryFolder { folder in
            let root = folder.appending("root")
            let elsewhere = folder.appending("elsewhere")
            for i in 0..<3 { try elsewhere.add("\(i).png") }
            try root.appending("train").makeFolder()
            try root.appending("train").link("good", to: elsewhere)
            try root.add("test/dent/a.png")
            try root.appending("test/dent").link("again", to: root.appending("test/dent"))
            try root.appending("test/dent").link("up", to: root)
            try root.appending("test/dent").link("gone.png", to: folder.appending("nothing"))
            let category = try #require(try CategoryFolder.scan(root).categories.first)
            #expect(category.calibrationParts.count == 3)
            let names = category.parts.map(\.name)
            #expect(names.contains("test/dent/a.png"))
            // A link to nothing is named like a part: it is reported later, not dropped.
            #expect(names.contains("test/dent/gone.png"))
            #expect(Set(names).count == names.count)
            #expect(names.count { $0.lastComponent == "a.png" } == 1)
        }
    }

    @Test func takesItsNameFromTheFolderAlsoForADot() throws {
        try withTemporaryFolder { folder in
            try makeLabelled(folder.appending("valve"))
            let scan = try CategoryFolder.scan(folder.appending("valve").appending("."))
            #expect(scan.categories.map(\.name) == ["valve"])
            #expect(try CategoryFolder.scan(folder.appending("valve/test/..")).categories.map(\.name) == ["valve"])
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func anUnreadableFolderIsAProblemOfItsCategoryAlone() throws {
        try withTemporaryFolder { folder in
            try makeLabelled(folder.appending("fine"))
            try makeLabelled(folder.appending("shut"))
            let shut = folder.appending("shut/train/good")
            #expect(shut.withPlatformString { chmod($0, 0) } == 0)
            defer { _ = shut.withPlatformString { chmod($0, 0o755) } }
            let scan = try CategoryFolder.scan(folder)
            #expect(scan.categories.map(\.name) == ["fine"])
            #expect(scan.problems.map(\.subject) == [shut.printable])
        }
    }
}
