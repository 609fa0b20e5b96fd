#if canImport(Glibc)
    import Glibc
#endif

/// A large block of floats that stays where it is, on a cache line's boundary: what a training reads and writes at every
/// step. Comes zeroed; freed with its last owner.
///
/// Sendable because its owners hand it from thread to thread by turns: nobody reads what another is writing.
package final class AlignedFloats: @unchecked Sendable {
    /// Only for whoever keeps this object as long as it uses them.
    package let start: UnsafeMutablePointer<Float>
    package let count: Int

    package init(count: Int) {
        // Blocks of megabytes are asked for in large pages, where the system has them: each step walks all of them.
        let hugePage = 2 << 20
        let bytes = max(1, count) * MemoryLayout<Float>.stride
        let block = UnsafeMutableRawPointer.allocate(
            byteCount: bytes, alignment: bytes >= 2 * hugePage ? hugePage : 64)
        if bytes >= 2 * hugePage { madvise(block, bytes, MADV_HUGEPAGE) }
        start = block.initializeMemory(as: Float.self, repeating: 0, count: max(1, count))
        self.count = count
    }

    package convenience init(_ values: [Float]) {
        self.init(count: values.count)
        self.values = values
    }

    deinit { UnsafeMutableRawPointer(start).deallocate() }

    package var buffer: UnsafeMutableBufferPointer<Float> { UnsafeMutableBufferPointer(start: start, count: count) }

    /// A copy.
    /// - Precondition: new values are as many as there are.
    package var values: [Float] {
        get { Array(buffer) }
        set {
            precondition(newValue.count == count)
            _ = buffer.update(fromContentsOf: newValue)
        }
    }
}
