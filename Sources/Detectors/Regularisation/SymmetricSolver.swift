import COpenBLAS

/// Eigenvalues and eigenvectors of symmetric matrices of one size, with room that is taken once. Belongs to one thread
/// at a time.
final class SymmetricSolver {
    private let size: Int
    private var work: [Double]
    private var integers: [Int32]

    init(size: Int) {
        self.size = size
        // What dsyevd asks for, with eigenvectors.
        work = Array(repeating: 0, count: 1 + 6 * size + 2 * size * size)
        integers = Array(repeating: 0, count: 3 + 5 * size)
    }

    /// - Parameters:
    ///   - matrix: `size × size` column by column, its lower triangle is read; receives unit eigenvectors, one after
    ///     another.
    ///   - values: `size` eigenvalues, ascending.
    /// - Returns: whether they could be found.
    func solve(_ matrix: inout [Double], _ values: inout [Double]) -> Bool {
        var info = Int32(0)
        let order = [Int32(size)]
        let (room, integerRoom) = ([Int32(work.count)], [Int32(integers.count)])
        dsyevd_("V", "L", order, &matrix, order, &values, &work, room, &integers, integerRoom, &info, 1, 1)
        return info == 0 && values.allSatisfy(\.isFinite)
    }
}
