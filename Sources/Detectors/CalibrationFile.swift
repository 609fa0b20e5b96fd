import Disk
import Network

/// The calibration file, little-endian:
///
/// | bytes | what |
/// |---|---|
/// | 8 | `TOUCHCAL` |
/// | 4 | version |
/// | 4 | length of the header |
/// | … | header: JSON, keys sorted |
/// | … | sections, each on a 64-byte boundary |
/// | 32 | SHA-256 of everything before |
///
/// Version 2 is PaDiM's: golden picture, factors, mean, scale, shares, scores, golden score. Version 3 is that of every
/// other detector: golden picture, its named arrays in the header's order, scores, golden score.
///
/// It holds no time and no path, so equal parts and an equal recipe give equal bytes; its digest is its name. The order
/// of the sections is that in which a fit finishes them, so the file is written from front to back, and factors are
/// used where they lie in it.
enum CalibrationFile {
    static let magic = Array("TOUCHCAL".utf8)
    static let version: UInt32 = 2
    static let arraysVersion: UInt32 = 3
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
        /// What the sections of a version 3 file hold; `nil` in version 2.
        var arrays: [Array]?

        struct Tap: Codable {
            var name: String
            var channels: Int
            var width: Int
            var height: Int
        }

        struct Array: Codable {
            var name: String
            var bytes: Int
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

    /// Where the sections of version 3 lie.
    struct ArrayLayout {
        let picture: Range<Int>
        let arrays: [Range<Int>]
        let scores: Range<Int>
        let goldenScore: Range<Int>

        /// - Parameter start: where the header ends.
        /// - Returns: `nil` where lengths cannot be: below zero, or more than any file has.
        init?(_ header: Header, after start: Int) {
            let own = (header.arrays ?? []).map(\.bytes)
            guard own.count <= 256, own.allSatisfy({ (0...1 << 40).contains($0) }) else { return nil }
            var next = start
            func section(_ length: Int, slack: Int = 0) -> Range<Int> {
                next = (next + alignment - 1) / alignment * alignment
                defer { next += length + slack }
                return next..<next + length
            }
            picture = section(header.recipe.width * header.recipe.height * 3)
            // Kernels load whole vectors, and the last of an array has to have something after it.
            arrays = own.map { section($0, slack: Factors.slack) }
            scores = section(header.leaveOneOutScores * 4)
            goldenScore = section(4)
        }
    }
}
