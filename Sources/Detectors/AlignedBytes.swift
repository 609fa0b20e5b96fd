#if canImport(Glibc)
    import Glibc
#endif

/// A large block of bytes on a cache line's boundary, freed with its last owner.
///
/// Sendable because whoever fills it does so before anybody else sees it; afterwards it is only read.
package final class AlignedBytes: @unchecked Sendable {
    package let mutable: UnsafeMutableRawBufferPointer

    package init(count: Int) {
        // Blocks of megabytes are asked for in large pages, where the system has them: their first touch costs less.
        let hugePage = 2 << 20
        mutable = .allocate(byteCount: max(1, count), alignment: count >= 2 * hugePage ? hugePage : 64)
        if count >= 2 * hugePage { madvise(mutable.baseAddress, count, MADV_HUGEPAGE) }
    }

    deinit { mutable.deallocate() }

    /// Only for whoever keeps this object as long as it reads them; so is everything else here.
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(mutable) }

    /// The block as floats.
    package var floats: UnsafeMutableBufferPointer<Float> { mutable.bindMemory(to: Float.self) }
}
