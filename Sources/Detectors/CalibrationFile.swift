import Disk
import Network

/// The calibration file, version 2, little-endian:
///
/// | bytes | what |
/// |---|---|
/// | 8 | `TOUCHCAL` |
/// | 4 | version |
/// | 4 | length of the header |
/// | … | header: JSON, keys sorted |
/// | … | sections, each on a 64-byte boundary: golden picture, factors, mean, scale, shares, scores, golden score |
/// | 32 | SHA-256 of everything before |
///
/// It holds no time and no path, so equal parts and an equal recipe give equal bytes; its digest is its name. The order
/// of the sections is that in which a fit finishes them, so the file is written from front to back, and factors are
/// used where they lie in it.
enum CalibrationFile {
    static let magic = Array("TOUCHCAL".utf8)
    static let version: UInt32 = 2
    static let alignment = 64
    static let digestLength = 32

    struct Header: Codable {
        var recipe: Recipe
        var parts: [String]
        var taps: [Tap]
        /// Directions kept of each position; `nil` where factors are triangular.
        var rank: Int?
        /// How many leave-one-out scores there are: none, or one for each part.
        var leaveOneOutScores: Int

        struct Tap: Codable {
            var name: String
            var channels: Int
            var width: Int
            var height: Int
        }

        var form: Whitening.Form { rank.map { .residual(rank: $0) } ?? .triangular }
    }

    enum Section: Int, CaseIterable { case picture, factors, mean, scale, shares, scores, goldenScore }

    /// Where the sections lie.
    struct Layout {
        private let ranges: [Range<Int>]

        /// - Parameter start: where the header ends.
        init(_ header: Header, positions: Int, after start: Int) {
            let recipe = header.recipe
            let d = recipe.channels.count
            let stride = Whitening.stride(dimensions: d, precision: recipe.precision, form: header.form)
            let lengths = [
                recipe.width * recipe.height * 3,
                positions * stride,
                positions * d * 4,
                positions * 4,
                positions * (header.rank ?? 0) * 4,
                header.leaveOneOutScores * 4,
                4,
            ]
            var next = start
            var ranges: [Range<Int>] = []
            for (section, length) in zip(Section.allCases, lengths) {
                next = (next + alignment - 1) / alignment * alignment
                ranges.append(next..<next + length)
                next += length
                // Kernels load whole vectors, and the last factors have to have something after them.
                if section == .factors { next += Factors.slack }
            }
            self.ranges = ranges
        }

        subscript(section: Section) -> Range<Int> { ranges[section.rawValue] }

        /// Where the digest starts.
        var end: Int { self[.goldenScore].upperBound }
    }
}
