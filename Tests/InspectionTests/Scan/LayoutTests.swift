import Disk
import Inspection
import Raster
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct LayoutTests {
    /// What was read of a data set, when its folder is gone again.
    private struct Found {
        let reading: CategoryReading
        let learnt: [String]
        let parts: [String]
        let labels: [String?]
        /// Places of the defective pixels.
        let marked: [[Int]?]

        var layout: DataLayout { reading.layout }
        var notes: [String] { reading.notes }
    }

    private func read(layout: DataLayout? = nil, _ make: (FilePath) throws -> Void) throws -> Found {
        try withTemporaryFolder { folder in
            let root = folder.appending("set")
            try make(root)
            let scan = try CategoryFolder.scan(root, layout: layout)
            #expect(scan.problems.isEmpty)
            #expect(scan.readings.map(\.category) == scan.categories)
            #expect(scan.readings.count == 1)
            let reading = try #require(scan.readings.first)
            #expect(reading.category.name == "set")
            return Found(
                reading: reading, learnt: reading.category.calibrationParts.map(\.name.printable),
                parts: reading.category.parts.map(\.name.printable), labels: reading.category.parts.map(\.label),
                marked: try reading.category.parts.map(marked))
        }
    }

    private func marked(_ part: Part) throws -> [Int]? {
        try part.outline().map { mask in mask.values.indices.filter { mask.values[$0] == 1 } }
    }

    @Test func readsMVTec() throws {
        let found = try read(LayoutFolders.mvtec)
        #expect(found.layout == .mvtec && found.reading.reason == "there are train and test" && found.notes.isEmpty)
        #expect(found.learnt.count == 4)
        #expect(found.labels == ["good", "good", "scratch", "scratch", "scratch"])
        #expect(found.marked == [nil, nil, [0], [1], nil])
    }

    @Test func readsSeveralMasksOfAPartAsOne() throws {
        let found = try read(LayoutFolders.loco)
        #expect(found.layout == .loco)
        #expect(found.learnt.count == 4)
        #expect(found.labels == ["good", "logical_anomalies", "structural_anomalies"])
        #expect(found.reading.category.parts.map(\.masks.count) == [0, 2, 1])
        #expect(found.marked == [nil, [0, 1, 5], [7]])
        #expect(found.notes == ["validation: pictures neither learnt from nor inspected, as in the papers: 3"])
    }

    @Test func readsLOCOWithoutItsConfigurationToo() throws {
        let found = try read { root in
            try LayoutFolders.loco(root)
            #expect(root.appending("defects_config.json").withPlatformString { unlink($0) } == 0)
        }
        #expect(found.layout == .loco && found.reading.reason.contains("ground_truth/logical_anomalies/000"))
    }

    @Test func readsColourPicturesBesideDepth() throws {
        let found = try read(LayoutFolders.mvtec3D)
        #expect(found.layout == .mvtec3D)
        #expect(found.learnt == ["train/good/rgb/000.png", "train/good/rgb/001.png", "train/good/rgb/002.png"])
        #expect(found.parts == ["test/crack/rgb/000.png", "test/good/rgb/000.png"])
        #expect(found.labels == ["crack", "good"])
        #expect(found.marked == [[2], nil])
        #expect(found.notes.first?.hasPrefix("validation: pictures neither") == true)
    }

    @Test func readsOkAndKoWithMasksOfAnyExtension() throws {
        let found = try read(LayoutFolders.btad)
        #expect(found.layout == .btad && found.reading.reason == "there is train/ok")
        #expect(found.learnt == ["train/ok/0000.bmp", "train/ok/0001.bmp", "train/ok/0002.bmp"])
        #expect(found.labels == ["ko", "ko", "good"])
        #expect(found.marked == [[3], [4], nil])
    }

    @Test(arguments: ["\n", "\r\n"]) func readsVisAByItsTable(lineEnd: String) throws {
        try withTemporaryFolder { root in
            let text = LayoutFolders.visaTable.replacing("\n", with: lineEnd)
            let quoted = text.replacing(
                "pcb1/Data/Images/Normal/0002.JPG", with: "\"pcb1/Data/Images/Normal/0002.JPG\"")
            try LayoutFolders.visa(root, table: lineEnd == "\n" ? text : "\u{FEFF}" + quoted)
            let scan = try CategoryFolder.scan(root)
            #expect(scan.problems.isEmpty)
            #expect(scan.categories.map(\.name) == ["candle", "pcb1"])
            #expect(scan.readings.allSatisfy { $0.layout == .visa && $0.reason == "there is split_csv/1cls.csv" })
            let candle = try #require(scan.categories.first)
            #expect(candle.folder == root.appending("candle"))
            #expect(candle.calibrationParts.count == 3)
            #expect(candle.parts.map(\.name) == ["Data/Images/Anomaly/000.JPG", "Data/Images/Normal/0003.JPG"])
            #expect(candle.parts.map(\.label) == ["anomaly", "good"])
            // The masks number the kinds of defects.
            let outlines = try candle.parts.map(marked)
            #expect(outlines == [[6], nil])
        }
    }

    @Test func readsOneObjectOfVisAByTheTableAboveIt() throws {
        try withTemporaryFolder { root in
            try LayoutFolders.visa(root)
            let whole = try CategoryFolder.scan(root)
            let one = try CategoryFolder.scan(root.appending("candle"))
            #expect(one.categories == Array(whole.categories.prefix(1)))
        }
    }

    @Test func dividesVisAWhereThereIsNoTable() throws {
        try withTemporaryFolder { root in
            try LayoutFolders.visa(root, table: nil)
            let scan = try CategoryFolder.scan(root)
            #expect(scan.readings.map(\.layout) == [.visa, .visa])
            let candle = try #require(scan.readings.first)
            #expect(candle.category.calibrationParts.count == 3 && candle.category.parts.count == 2)
            #expect(candle.notes.first?.hasPrefix("no split is published: 80 % of the 4 good parts, 3 chosen") == true)
            let outlines = try candle.category.parts.compactMap(marked)
            #expect(outlines == [[6]])
        }
    }

    @Test func readsMagneticTilesAsPublished() throws {
        let found = try read { try LayoutFolders.mtd($0) }
        #expect(found.layout == .mtd)
        #expect(found.learnt.count == 8)
        #expect(found.labels == ["blowhole", "break", "crack", "fray", "good", "good", "uneven"])
        #expect(found.marked == [[0], [1], [2], [3], nil, nil, [4]])
        #expect(
            found.notes == [
                "no split is published: 80 % of the 10 good parts, 8 chosen by seed 1024, are learnt from, "
                    + "2 are inspected"
            ])
    }

    @Test func labelsKolektorBySeeingWhatItsMasksHold() throws {
        let found = try read(LayoutFolders.kolektor)
        #expect(found.layout == .kolektor && found.reading.reason == "there is kos01/Part0_label.bmp")
        let defective = found.reading.category.parts.filter { $0.isDefective == true }.map(\.name.printable)
        #expect(defective == ["kos01/Part3.jpg", "kos02/Part3.jpg"])
        #expect(found.marked.compactMap { $0 } == [[1, 2], [1, 2]])
        // 18 good parts in items of three and four: whole items until 80 % are reached.
        #expect((14...17).contains(found.learnt.count))
        let learnt = Set(found.learnt.map { $0.prefix(5) })
        let good = found.reading.category.parts.filter { $0.label == "good" }
        let inspected = Set(good.map { $0.name.printable.prefix(5) })
        #expect(learnt.isDisjoint(with: inspected) && learnt.count + inspected.count == 5)
    }

    @Test func readsKolektorsStrips() throws {
        let found = try read(LayoutFolders.kolektor2)
        #expect(found.layout == .kolektor2)
        #expect(found.learnt == ["train/10000.png", "train/10001.png", "train/10002.png", "train/10003.png"])
        #expect(found.labels == ["defect", "good", "good"])
        #expect(found.notes == ["train: pictures not marked good, and not learnt from: 1"])
    }

    @Test(arguments: ["good", "OK", "normal", "free"]) func readsFoldersOfLabels(good: String) throws {
        let found = try read { try LayoutFolders.labels($0, good: good) }
        #expect(found.layout == .labels)
        #expect(found.learnt.count == 8)
        #expect(found.labels.compactMap { $0 }.sorted() == ["good", "good", "oil", "scratch", "scratch"])
        #expect(found.marked.compactMap { $0 } == [[4]])
    }

    /// Before layouts were told apart, `good` beside other folders meant good parts and unlabelled ones.
    @Test func foldersThatMayBeDaysAreNoLabels() throws {
        func make(_ root: FilePath) throws {
            for i in 0..<4 { try root.add("good/\(i).png", LayoutFolders.picture(i)) }
            for day in ["monday", "tuesday"] { try root.add("\(day)/0.png", LayoutFolders.picture(9)) }
        }
        let plain = try read(make)
        #expect(plain.layout == .plain && plain.learnt.count == 4 && plain.labels == [nil, nil])
        let labelled = try read(layout: .labels, make)
        #expect(labelled.learnt.count == 3 && labelled.labels.compactMap { $0 } == ["good", "monday", "tuesday"])
    }

    @Test func trainAndTestMayUseOtherWords() throws {
        let found = try read { root in
            for i in 0..<3 { try root.add("train/Normal/\(i).png", LayoutFolders.picture(i)) }
            try root.add("train/bad/0.png", LayoutFolders.picture(5))
            try root.add("test/Normal/0.png", LayoutFolders.picture(6))
            try root.add("test/bad/0.png", LayoutFolders.picture(7))
        }
        #expect(found.layout == .mvtec && found.learnt.count == 3 && found.labels == ["good", "bad"])
        #expect(found.notes == ["train/bad: pictures not learnt from: 1"])
    }

    @Test func picturesInTrainItselfAreGood() throws {
        let found = try read { root in
            for i in 0..<3 { try root.add("train/\(i).png", LayoutFolders.picture(i)) }
            try root.add("test/0.png", LayoutFolders.picture(6))
        }
        #expect(found.learnt.count == 3 && found.labels == [nil])
        #expect(found.notes == ["pictures that stand in train itself are taken for good parts"])
    }

    @Test func goodPartsAloneWhenAskedFor() throws {
        try withTemporaryFolder { folder in
            for i in 0..<3 { try folder.add("parts/\(i).png", LayoutFolders.picture(i)) }
            let root = folder.appending("parts")
            let error = #expect(throws: InspectionError.self) { try CategoryFolder.scan(root) }
            #expect(error?.code == .tooFewGoodParts && error?.message.contains("--layout good") == true)
            let category = try #require(try CategoryFolder.scan(root, layout: .good).categories.first)
            #expect(category.calibrationParts.count == 3 && category.parts.isEmpty)
        }
    }

    @Test func aLayoutThatIsAskedForMustFit() throws {
        try withTemporaryFolder { folder in
            try LayoutFolders.mvtec(folder.appending("bottle"))
            let error = #expect(throws: InspectionError.self) { try CategoryFolder.scan(folder, layout: .btad) }
            #expect(error?.code == .layout && error?.message.contains("train/ok") == true)
            let scan = try CategoryFolder.scan(folder, layout: .mvtec)
            #expect(scan.readings.map(\.reason) == ["--layout says so"])
        }
    }

    @Test func severalDataSetsInOneFolder() throws {
        try withTemporaryFolder { folder in
            try LayoutFolders.mvtec(folder.appending("bottle"))
            try LayoutFolders.mtd(folder.appending("tiles"))
            try LayoutFolders.btad(folder.appending("01"))
            try LayoutFolders.visa(folder.appending("visa"))
            try LayoutFolders.kolektor(folder.appending("commutators"))
            let scan = try CategoryFolder.scan(folder)
            #expect(scan.problems.isEmpty)
            #expect(scan.categories.map(\.name) == ["01", "bottle", "commutators", "tiles", "candle", "pcb1"])
            #expect(scan.readings.map(\.layout) == [.btad, .mvtec, .kolektor, .mtd, .visa, .visa])
        }
    }

    @Test func whatIsTooLittleIsSaidInTheLayoutsOwnWords() throws {
        try withTemporaryFolder { folder in
            try LayoutFolders.mtd(folder, good: 2)
            let error = #expect(throws: InspectionError.self) { try CategoryFolder.scan(folder) }
            #expect(error?.message.contains("2 good parts in MT_Free/Imgs; at least 3") == true)
            #expect(error?.message.contains("Magnetic Tile Defects, because there is MT_Free") == true)
        }
    }
}
