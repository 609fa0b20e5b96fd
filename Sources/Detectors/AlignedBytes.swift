/// A large block of bytes on a cache line's boundary, freed with its last owner.
///
/// Sendable because whoever fills it does so before anybody else sees it; afterwards it is only read.
package final class AlignedBytes: @unchecked Sendable {
    let mutable: UnsafeMutableRawBufferPointer

    init(count: Int) {
        mutable = .allocate(byteCount: max(1, count), alignment: 64)
    }

    deinit { mutable.deallocate() }

    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(mutable) }
}
