/// Formats that are read, told by the first bytes and never by a name.
public enum PictureFormat: String, Hashable, Sendable, CaseIterable {
    case png = "PNG"
    case jpeg = "JPEG"
    case bmp = "BMP"

    public init?(of bytes: [UInt8]) {
        if ImageCodec.isJPEG(bytes) {
            self = .jpeg
        } else if Bitmap.isBitmap(bytes) {
            self = .bmp
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            self = .png
        } else {
            return nil
        }
    }
}
