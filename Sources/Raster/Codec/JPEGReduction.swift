/// How far a JPEG may be reduced while it is decoded, before the exact resize: to a half, a quarter or an eighth, which
/// the cosine transform gives at a fraction of its work.
///
/// Pictures of 3 and 12 megapixels come to 256 × 256 in two thirds of the time.
public struct JPEGReduction: Equatable, Sendable {
    /// The reduced picture is at least this many times the wanted size along both axes; infinity where it must not be
    /// reduced at all.
    public let cover: Double

    /// - Precondition: at least 1.
    public init(cover: Double) {
        precondition(cover >= 1)
        self.cover = cover
    }

    /// Every pixel of the file counts: equal to decoding, then resizing.
    public static let none = JPEGReduction(cover: .infinity)

    /// The reduced picture has at least twice the wanted pixels along both axes, so that the resize, which averages at
    /// least two of them, hides what the reduction does to edges. Against the exact result, in grey levels of
    /// photographs of 3 and 12 megapixels: 0.3 on average, at most 1 at 99 % of the values, 4 at worst. Of pictures below
    /// a megapixel, whose sides no scale divides: 0.6 on average, at most 6 at 99 %, 26 at worst at the far edges.
    public static let standard = JPEGReduction(cover: 2)

    /// The smallest scale, in eighths, at which `picture` still covers `wanted`. The scales between these take longer
    /// than the picture itself, because libjpeg-turbo has no vector code for them.
    func eighths(
        of picture: (width: Int, height: Int), covering wanted: (width: Int, height: Int)
    ) -> Int {
        for eighths in [1, 2, 4] {
            let width = (picture.width * eighths + 7) / 8
            let height = (picture.height * eighths + 7) / 8
            if Double(width) >= cover * Double(wanted.width) && Double(height) >= cover * Double(wanted.height) {
                return eighths
            }
        }
        return 8
    }
}
