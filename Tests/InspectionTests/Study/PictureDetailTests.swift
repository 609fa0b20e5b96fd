import Detectors
import Disk
import Inspection
import Raster
import SystemPackage
import Testing

struct PictureDetailTests {
    /// Each pixel tells where it stands.
    private func picture(_ width: Int, _ height: Int, blue: UInt8 = 0) -> Image {
        var pixels: [UInt8] = []
        for y in 0..<height { for x in 0..<width { pixels += [UInt8(x), UInt8(y), blue] } }
        return Image(width: width, height: height, pixels: pixels)
    }

    private func piece(
        _ detail: PictureDetail, _ path: FilePath, _ box: ShareBox, digest: SHA256Digest? = nil,
        _ inputProtocol: Recipe.InputProtocol = .whole, atMost limit: (width: Int, height: Int) = (500, 500)
    ) throws -> PictureDetail.Piece {
        try detail.piece(of: path, digest: digest, inputProtocol: inputProtocol, box: box, atMost: limit)
    }

    @Test func showsThePartsOwnPixels() throws {
        try withTemporaryFolder { folder in
            let path = try folder.add("a.png", try picture(160, 80).encodedPNG())
            let detail = PictureDetail()
            let piece = try piece(detail, path, ShareBox(x: 0.25, y: 0.5, width: 0.125, height: 0.25))
            #expect(piece.image == picture(160, 80).cropped(x: 40, y: 40, width: 20, height: 20))
            #expect(piece.reduction == 1 && piece.part == .init(width: 160, height: 80))
            #expect(piece.boxInPart == .init(x: 40, y: 40, width: 20, height: 20))
            #expect(piece.box == ShareBox(x: 0.25, y: 0.5, width: 0.125, height: 0.25))
        }
    }

    @Test func countsInWhatTheNetworkSaw() throws {
        try withTemporaryFolder { folder in
            let path = try folder.add("a.png", try picture(160, 80).encodedPNG())
            let piece = try piece(PictureDetail(), path, .whole, .paper)
            #expect(piece.boxInPart == .init(x: 10, y: 5, width: 140, height: 70))
            #expect(piece.image == picture(160, 80).cropped(x: 10, y: 5, width: 140, height: 70))
        }
    }

    @Test(arguments: [(40, 500, 40, 20), (500, 10, 20, 10), (1, 1, 1, 1), (160, 80, 160, 80)])
    func isMadeSmallerToFitAndKeepsItsShape(wide: Int, high: Int, width: Int, height: Int) throws {
        try withTemporaryFolder { folder in
            let path = try folder.add("a.png", try picture(160, 80).encodedPNG())
            let piece = try piece(PictureDetail(), path, .whole, atMost: (wide, high))
            #expect(piece.image == picture(160, 80).resized(width: width, height: height))
            #expect(piece.reduction == max(160 / Double(wide), 80 / Double(high), 1))
        }
    }

    @Test func aFileThatChangedIsRefusedAndReadAnew() throws {
        try withTemporaryFolder { folder in
            let first = try picture(16, 8).encodedPNG()
            let path = try folder.add("a.png", first)
            let detail = PictureDetail()
            let digest = SHA256Digest(hashing: first)
            #expect(try piece(detail, path, .whole, digest: digest).image == picture(16, 8))
            let second = try picture(16, 8, blue: 9).encodedPNG()
            try path.writeAtomically(second)
            let error = #expect(throws: InspectionError.self) { try piece(detail, path, .whole, digest: digest) }
            #expect(error?.code == .changed && error?.description.contains("a.png") == true)
            #expect(try piece(detail, path, .whole, digest: SHA256Digest(hashing: second)).image.pixels[2] == 9)
            #expect(try piece(detail, path, .whole).image.pixels[2] == 9)
        }
    }

    /// Whether it was kept or not, a picture is the same; and one that is gone says so.
    @Test(arguments: [0, 127, 128, PictureDetail.keptPixels])
    func keepingChangesNothing(keptPixels: Int) throws {
        try withTemporaryFolder { folder in
            let a = try folder.add("a.png", try picture(16, 8).encodedPNG())
            let b = try folder.add("b.png", try picture(8, 16, blue: 3).encodedPNG())
            let detail = PictureDetail(keptPixels: keptPixels)
            for _ in 0..<3 {
                #expect(try piece(detail, a, .whole).image == picture(16, 8))
                #expect(try piece(detail, b, .whole).image == picture(8, 16, blue: 3))
                #expect(try piece(detail, b, .whole).image == picture(8, 16, blue: 3))
            }
            #expect(throws: DiskError.self) { try piece(detail, folder.appending("c.png"), .whole) }
        }
    }
}
