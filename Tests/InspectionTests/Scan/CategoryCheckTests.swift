import Disk
import Inspection
import Raster
import SystemPackage
import Testing

@Suite struct CategoryCheckTests {
    private func check(layout: DataLayout? = nil, _ make: (FilePath) throws -> Void) throws -> CategoryCheck {
        try withTemporaryFolder { folder in
            let root = folder.appending("set")
            try make(root)
            let scan = try CategoryFolder.scan(root, minimumGoodParts: 0, layout: layout)
            return try CategoryCheck(#require(scan.readings.first))
        }
    }

    private func problems(_ check: CategoryCheck) -> [String] { check.remarks.filter(\.isProblem).map(\.text) }

    @Test func countsWhatIsThere() throws {
        let check = try check(LayoutFolders.mvtec)
        let counts = [check.learnable, check.good, check.defective, check.unlabelled]
        #expect(counts == [4, 2, 3, 0])
        #expect(check.labels.map(\.label) == ["good", "scratch"] && check.labels.map(\.count) == [2, 3])
        #expect(check.masks.sound == 2 && check.masks.missing == 1)
        #expect(check.sizes.map(\.size) == [PictureSize(width: 4, height: 3)] && check.sizes.map(\.count) == [9])
        #expect(check.formats.map(\.format) == [.png])
        #expect(check.unreadable.isEmpty && check.duplicates.isEmpty)
        #expect(check.canCalibrate && check.hasImageFigures && check.hasPixelFigures && check.isUsable)
        #expect(problems(check).isEmpty)
        let notes = check.remarks.map(\.text)
        #expect(notes.contains { $0.hasPrefix("good parts to learn from: 4; 40 or more") })
        #expect(notes.contains { $0.hasPrefix("defective parts without an outline: 1") })
    }

    @Test(arguments: [
        ("loco", DataLayout.loco), ("3d", .mvtec3D), ("btad", .btad), ("mtd", .mtd), ("kolektor", .kolektor),
        ("kolektor2", .kolektor2), ("labels", .labels),
    ])
    func everyLayoutServesForAllFigures(name: String, layout: DataLayout) throws {
        let check = try check { root in
            switch layout {
            case .loco: try LayoutFolders.loco(root)
            case .mvtec3D: try LayoutFolders.mvtec3D(root)
            case .btad: try LayoutFolders.btad(root)
            case .mtd: try LayoutFolders.mtd(root)
            case .kolektor: try LayoutFolders.kolektor(root)
            case .kolektor2: try LayoutFolders.kolektor2(root)
            default: try LayoutFolders.labels(root)
            }
        }
        #expect(check.reading.layout == layout)
        #expect(check.canCalibrate && check.hasImageFigures && check.hasPixelFigures)
        #expect(problems(check).isEmpty)
    }

    @Test func namesWhatCannotBeRead() throws {
        let check = try check { root in
            try LayoutFolders.mvtec(root)
            try root.add("train/good/cut\n.png", Array(LayoutFolders.picture(90).dropLast(20)))
            try root.add("test/scratch/text.png", Array("no picture".utf8))
            try root.add("test/good/empty.png", [])
        }
        #expect(check.learnable == 4 && check.good == 2 && check.defective == 3)
        #expect(check.unreadable.count == 3)
        #expect(check.unreadable.first?.contains("cut\\n.png: the file is cut short") == true)
        #expect(!check.unreadable.joined().unicodeScalars.contains { $0.value < 32 })
        #expect(problems(check).contains { $0.hasPrefix("pictures that cannot be read: 3") })
    }

    @Test func findsLeaksAndContradictions() throws {
        let check = try check { root in
            try LayoutFolders.mvtec(root)
            try root.add("test/good/again.png", LayoutFolders.picture(0))
            try root.add("test/scratch/again.png", LayoutFolders.picture(1))
            try root.add("train/good/twice.png", LayoutFolders.picture(2))
        }
        #expect(
            check.duplicates.map(\.names) == [
                ["train/good/000.png", "test/good/again.png"], ["train/good/001.png", "test/scratch/again.png"],
                ["train/good/002.png", "train/good/twice.png"],
            ])
        #expect(check.duplicates.map(\.isLeak) == [true, true, false])
        #expect(check.duplicates.map(\.isContradiction) == [false, true, false])
        #expect(
            problems(check).contains {
                $0.hasPrefix(
                    "pictures learnt from and inspected again: 2, as train/good/000.png and test/good/again.png")
            })
        #expect(problems(check).contains { $0.hasPrefix("pictures called good and defective at once: 1") })
        #expect(
            check.remarks.contains { !$0.isProblem && $0.text.hasPrefix("pictures that are there more than once: 1") })
    }

    @Test func tellsMasksThatCannotBeUsed() throws {
        let check = try check { root in
            try LayoutFolders.mvtec(root)
            for i in 3..<7 { try root.add("test/scratch/00\(i).png", LayoutFolders.picture(20 + i)) }
            try root.add("ground_truth/scratch/003_mask.png", LayoutFolders.mask([0], width: 3, height: 4))
            try root.add("ground_truth/scratch/004_mask.png", LayoutFolders.mask([]))
            try root.add("ground_truth/scratch/005_mask.png", LayoutFolders.mask([1], value: 2))
            try root.add("ground_truth/scratch/006_mask.png", Array("none".utf8))
        }
        let masks = check.masks
        #expect(
            [masks.sound, masks.missing, masks.empty, masks.faint, masks.ofAnotherSize, masks.unreadable]
                == [2, 1, 1, 1, 1, 1])
        #expect(check.maskProblems.contains { $0.contains("003_mask.png: is 3×4 and its part 4×3") })
        #expect(check.maskProblems.contains { $0.contains("005_mask.png: has no value over 127") })
        #expect(problems(check).contains { $0.hasPrefix("masks that cannot be used: 3") })
    }

    @Test func saysWhatIsMissing() throws {
        let alone = try check(layout: .good) { root in
            for i in 0..<3 { try root.add("\(i).png", LayoutFolders.picture(i)) }
        }
        #expect(alone.canCalibrate && !alone.hasImageFigures && problems(alone).isEmpty)
        #expect(alone.remarks.contains { $0.text.hasPrefix("nothing to inspect") })
        let unlabelled = try check { root in
            for i in 0..<3 { try root.add("\(i).png", LayoutFolders.picture(i)) }
        }
        #expect(!unlabelled.canCalibrate && unlabelled.isUsable && unlabelled.unlabelled == 3)
        #expect(problems(unlabelled).first?.hasPrefix("good parts to learn from: 0") == true)
        let mixed = try check { root in
            try LayoutFolders.mvtec(root)
            let wide = Image(width: 5, height: 1, pixels: [UInt8](repeating: 9, count: 15))
            try root.add("train/good/wide.png", wide.encodedPNG())
        }
        #expect(mixed.remarks.contains { !$0.isProblem && $0.text.hasPrefix("sizes of pictures: 2") })
    }

    @Test func stopsWhenAsked() throws {
        try withTemporaryFolder { root in
            try LayoutFolders.mvtec(root)
            let reading = try #require(try CategoryFolder.scan(root).readings.first)
            #expect(throws: CancellationError.self) { try CategoryCheck(reading, isCancelled: { true }) }
            var shares: [Double] = []
            _ = try CategoryCheck(reading, progress: { shares.append($0) })
            #expect(shares.last == 1 && shares == shares.sorted())
        }
    }
}
