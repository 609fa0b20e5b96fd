import Disk
import Raster

/// What one part's files hold: every byte is read and every pixel decoded.
struct PartFacts: Sendable {
    enum Outline: Equatable, Sendable {
        /// No mask belongs to the part.
        case none
        case sound
        /// The mask is black.
        case empty
        /// The mask is not black, and still nothing in it counts as a defect. The line says so.
        case faint(String)
        case ofAnotherSize(String)
        case unreadable(String)
    }

    let digest: SHA256Digest?
    let format: PictureFormat?
    /// Upright, in pixels; `nil` where the picture cannot be read.
    let size: PictureSize?
    /// Why the picture cannot be read.
    let problem: String?
    let outline: Outline

    init(_ part: Part) {
        var (digest, format, size, problem) = (SHA256Digest?.none, PictureFormat?.none, PictureSize?.none, String?.none)
        do {
            let bytes = try part.path.readAll(limit: DecodeLimits.standard.fileBytes)
            digest = SHA256Digest(hashing: bytes)
            format = PictureFormat(of: bytes)
            let image = try Image.decode(bytes, name: part.path)
            size = PictureSize(width: image.width, height: image.height)
        } catch {
            problem = error.printableLine
        }
        self.digest = digest
        self.format = format
        self.size = size
        self.problem = problem
        outline = Self.outline(of: part, size)
    }

    private static func outline(of part: Part, _ size: PictureSize?) -> Outline {
        do {
            guard let path = part.mask?.printable, let mask = try part.outline() else { return .none }
            let own = PictureSize(width: mask.width, height: mask.height)
            if let size, own != size { return .ofAnotherSize("\(path): is \(own) and its part \(size)") }
            guard mask.isEmpty else { return .sound }
            guard part.maskReading == .overHalf, try part.outline(reading: .anyValue)?.isEmpty == false else {
                return .empty
            }
            return .faint(
                "\(path): has no value over 127, which is what counts as a defect; save it in black and white")
        } catch let error as InspectionError {
            return .ofAnotherSize("\(error)")
        } catch {
            return .unreadable(error.printableLine)
        }
    }
}

/// Width and height in pixels.
public struct PictureSize: Hashable, Sendable, CustomStringConvertible {
    public let width: Int
    public let height: Int

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    public var description: String { "\(width)×\(height)" }
}
