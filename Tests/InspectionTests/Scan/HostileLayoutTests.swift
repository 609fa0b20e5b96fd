import Disk
import Inspection
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct HostileLayoutTests {
    private func visa(_ table: String) throws -> CategoryFolder.Scan {
        try withTemporaryFolder { root in
            try LayoutFolders.visa(root, table: table)
            return try CategoryFolder.scan(root, minimumGoodParts: 0)
        }
    }

    private let header = "object,split,label,image,mask\n"
    private let sound = "candle,train,normal,candle/Data/Images/Normal/0000.JPG,\n"

    @Test(arguments: [
        "/etc/passwd", "../outside.png", "candle/../../outside.png", "pcb1/Data/Images/Normal/0000.JPG", "candle", "",
        "candle/./Data/Images/Normal/0001.JPG/../../../../../etc/passwd",
    ])
    func aTableCannotLeadOutOfItsFolder(path: String) throws {
        let scan = try visa(header + sound + "candle,test,anomaly,\(path),\n")
        #expect(scan.categories.map { $0.calibrationParts.count + $0.parts.count } == [1])
        #expect(scan.problems.map(\.code) == [.layout])
        #expect(
            scan.problems.first?.message.contains("that lead out of the folder: 1, the first in line 3") == true)
    }

    @Test func aMaskCannotLeadOutEither() throws {
        let scan = try visa(
            header + sound + "candle,test,anomaly,candle/Data/Images/Anomaly/000.JPG,../../../etc/passwd\n")
        #expect(scan.categories.first?.parts.map(\.mask) == [nil])
        #expect(scan.problems.first?.message.contains("lead out of the folder") == true)
    }

    @Test(arguments: ["../..", "a/b", "/", ".", "..", "candle/"])
    func anObjectIsAFoldersName(object: String) throws {
        let scan = try visa(header + sound + "\(object),train,normal,x/Data/a.JPG,\n")
        #expect(scan.categories.map(\.name) == ["candle"])
        #expect(scan.problems.count == 1)
    }

    @Test func aPictureIsNotOnBothSides() throws {
        let again = "candle,test,normal,candle/Data/Images/Normal/0000.JPG,\n"
        let scan = try visa(header + sound + again)
        #expect(scan.categories.first?.calibrationParts.count == 1 && scan.categories.first?.parts.isEmpty == true)
        #expect(scan.problems.first?.message.contains("name a picture again") == true)
    }

    @Test func whatIsNotThereIsCountedNotListed() throws {
        let missing = (10..<30).map { "candle,train,normal,candle/Data/Images/Normal/00\($0).JPG,\n" }.joined()
        let scan = try visa(header + sound + missing + "soap,train,normal,soap/Data/Images/Normal/0000.JPG,\n")
        let lines = scan.problems.map(\.message)
        #expect(lines.count == 2)
        #expect(lines.contains { $0.contains("that name files that are not there: 20") && $0.contains("0010.JPG") })
        #expect(lines.contains { $0.contains("whose folders are not there: soap") })
    }

    @Test(arguments: [
        ("object,split,label,image\ncandle,train,normal,a\n", "has no column mask"),
        ("", "has no column object"),
        ("object,split,label,image,mask\n\"candle,train", "a quoted field does not end"),
        ("\u{0}\u{1}binary", "has no column object"),
    ])
    func aTableThatIsNoneIsNamed(table: String, complaint: String) throws {
        let error = #expect(throws: InspectionError.self) { try visa(table) }
        #expect(error?.code == .layout && error?.message.contains(complaint) == true)
        #expect(error?.subject.hasSuffix("split_csv/1cls.csv") == true)
    }

    @Test func shortRowsAndOtherColumnsAreBorne() throws {
        let table =
            "mask,image,Label,SPLIT,object,more\n"
            + ",candle/Data/Images/Normal/0000.JPG,normal,train,candle,\"a, \"\"b\"\"\"\n"
            + "\n"
            + ",candle/Data/Images/Normal/0001.JPG,normal,train,candle\n"
        let scan = try visa(table)
        #expect(scan.categories.first?.calibrationParts.count == 2 && scan.problems.isEmpty)
    }

    @Test func aMaskOfAnotherSizeIsAnErrorOfItsPart() throws {
        try withTemporaryFolder { root in
            try LayoutFolders.loco(root)
            try root.add(
                "ground_truth/logical_anomalies/000/001.png", LayoutFolders.mask([0], width: 5, height: 3))
            let part = try #require(try CategoryFolder.scan(root).categories.first?.parts.first { $0.masks.count == 2 })
            let error = #expect(throws: InspectionError.self) { try part.outline() }
            #expect(error?.message.contains("is 5×3 and another mask of the same part 4×3") == true)
        }
    }

    @Test func aPartWhoseMaskCannotBeReadHasNoLabel() throws {
        try withTemporaryFolder { root in
            try LayoutFolders.kolektor(root)
            try root.add("kos05/Part0_label.bmp", Array("nonsense".utf8))
            try root.add("kos05/Part9.jpg", LayoutFolders.picture(99))
            let scan = try CategoryFolder.scan(root)
            #expect(scan.problems.count == 1)
            #expect(scan.problems.first?.message.contains("has no label, because its mask cannot be read") == true)
            let unlabelled = scan.categories.first?.parts.filter { $0.label == nil }.map(\.name)
            #expect(unlabelled == ["kos05/Part0.jpg", "kos05/Part9.jpg"])
        }
    }

    @Test func linksInCirclesEndInEveryLayout() throws {
        try withTemporaryFolder { folder in
            for (name, make) in [
                ("mtd", { try LayoutFolders.mtd($0) }), ("labels", { try LayoutFolders.labels($0) }),
                ("3d", LayoutFolders.mvtec3D), ("kolektor", LayoutFolders.kolektor), ("loco", LayoutFolders.loco),
            ] as [(String, (FilePath) throws -> Void)] {
                let root = folder.appending(name)
                try make(root)
                let plain = try #require(try CategoryFolder.scan(root).categories.first)
                for below in [
                    "", "test", "test/crack/rgb", "scratch", "good", "MT_Crack/Imgs", "kos01", "ground_truth",
                ]
                where root.appending(FilePath(below).components).kind == .folder {
                    try root.appending(FilePath(below).components).link("loop", to: root)
                }
                let looped = try #require(try CategoryFolder.scan(root).categories.first)
                #expect(looped.calibrationParts == plain.calibrationParts, "\(name)")
                #expect(looped.parts == plain.parts, "\(name)")
            }
        }
    }

    @Test func namesMayHoldAnything() throws {
        try withTemporaryFolder { root in
            try LayoutFolders.labels(root)
            try root.add("crack\n\u{1B}[31m/a\tb.png", LayoutFolders.picture(70))
            let reading = try #require(try CategoryFolder.scan(root).readings.first)
            #expect(reading.category.parts.contains { $0.label == "crack\n\u{1B}[31m" })
            #expect(!"\(reading.reason)\(reading.notes)".unicodeScalars.contains { $0.value < 32 })
        }
    }

    @Test func emptyFoldersOfLabelsAreNoParts() throws {
        try withTemporaryFolder { root in
            try LayoutFolders.mvtec(root)
            for name in ["test/empty", "ground_truth/empty", "validation/good"] {
                try root.appending(FilePath(name).components).makeFolder()
            }
            let scan = try CategoryFolder.scan(root)
            #expect(scan.problems.isEmpty && scan.readings.first?.notes.isEmpty == true)
            #expect(scan.categories.first?.parts.count == 5)
        }
    }

    @Test func thousandsOfPartsAreNoTrouble() throws {
        try withTemporaryFolder { root in
            try LayoutFolders.mvtec(root)
            let folder = root.appending("test/scratch")
            for i in 0..<5000 {
                let made = folder.appending("p\(i).png").withPlatformString { open($0, O_CREAT | O_WRONLY, 0o644) }
                #expect(made >= 0)
                close(made)
            }
            #expect(try CategoryFolder.scan(root).categories.first?.parts.count == 5005)
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func foldersOfMasksThatAreShutAreSaid() throws {
        try withTemporaryFolder { root in
            try LayoutFolders.mvtec(root)
            let shut = root.appending("ground_truth/scratch")
            #expect(shut.withPlatformString { chmod($0, 0) } == 0)
            defer { _ = shut.withPlatformString { chmod($0, 0o755) } }
            let scan = try CategoryFolder.scan(root)
            #expect(scan.problems.map(\.subject) == [shut.printable])
            #expect(scan.categories.first?.parts.count == 5)
        }
    }
}
