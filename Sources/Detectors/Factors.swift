import CKernels
import Disk

/// The bytes of all factors, wherever they lie: in memory of this program's own, or in a calibration's file, whose
/// pages all programs share and which a station can therefore hold for hundreds of categories at once.
package struct Factors: Sendable {
    /// Bytes beyond the last factor that must be there to be read: vectors are loaded whole.
    package static let slack = Int(FACTOR_SLACK)

    // Read only, and kept alive by `owner`.
    nonisolated(unsafe) package let bytes: UnsafeRawBufferPointer
    private let owner: any AnyObject & Sendable

    package init(_ memory: AlignedBytes, count: Int) {
        bytes = UnsafeRawBufferPointer(rebasing: memory.bytes[..<count])
        owner = memory
    }

    /// A section of a file; what follows it may be read too, by less than `FACTOR_SLACK` bytes.
    init(_ file: MappedFile, section: Range<Int>) {
        precondition(section.upperBound + Self.slack <= file.unownedBytes.count)
        bytes = UnsafeRawBufferPointer(rebasing: file.unownedBytes[section])
        owner = file
    }
}
