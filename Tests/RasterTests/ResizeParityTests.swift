import Disk
import Raster
import SystemPackage
import TestSupport
import Testing

/// Decoding and resizing against an independent implementation, to the grey level.
@Suite(.enabled(if: Golden.isPresent, "needs ../shared"))
struct ResizeParityTests {
    /// The reference pictures that are present: those of some sets are not handed out.
    static let parts: [(index: Int, path: FilePath)] = {
        guard let golden = try? Golden("preprocess"), let shared = Golden.shared else { return [] }
        return (0..<6).compactMap { index in
            guard let name = golden.metadata["path_\(index)"] else { return nil }
            let path = FilePath(shared.appendingPathComponent("datasets/\(name)").path)
            return path.kind == .file ? (index, path) : nil
        }
    }()

    @Test func referencePicturesAreThere() { #expect(Self.parts.count >= 4) }

    @Test(arguments: parts.map(\.index))
    func decodedAndResizedPixelsAreEqual(index: Int) throws {
        let golden = try Golden("preprocess")
        let part = try #require(Self.parts.first { $0.index == index })
        let bytes = try part.path.readAll()
        let info = try #require(golden.metadata["info_\(index)"])
        #expect(info.contains("sha256(file)=\(SHA256Digest(hashing: bytes))"))

        let image = try Image.decode(bytes, name: part.path)
        #expect(info.contains("sha256(decoded RGB bytes)=\(SHA256Digest(hashing: image.pixels))"))
        #expect(info.contains(" \(image.width)x\(image.height) "))

        let whole = image.resized(width: 256, height: 256)
        #expect(whole.pixels == (try golden.bytes("whole_\(index)")))
        let paper = whole.cropped(x: 16, y: 16, width: 224, height: 224)
        #expect(paper.pixels == (try golden.bytes("paper_\(index)")))
    }

    @Test func decodedWindowsAreEqual() throws {
        let golden = try Golden("preprocess")
        for part in Self.parts where golden.names.contains("decoded_window_\(part.index)") {
            let corner = try golden.integers("decoded_window_yx_\(part.index)")
            let shape = try golden.shape("decoded_window_\(part.index)")
            let window = try Image.read(part.path)
                .cropped(x: corner[1], y: corner[0], width: shape[1], height: shape[0])
            #expect(window.pixels == (try golden.bytes("decoded_window_\(part.index)")))
        }
    }
}
