/// Scores as unsigned integers in the same order, so that they sort by radix and compare without rounding.
///
/// IEEE 754 numbers of one sign are ordered like their bits; setting the sign bit of the positive ones and inverting
/// all bits of the negative ones makes one ascending range of both. -0.0 and +0.0 get one key, since they are equal.
/// Done on the bits alone, so a thread that flushes subnormals to zero ranks them like any other.
enum ScoreKey {
    private static let signBit: UInt32 = 0x8000_0000

    /// - Precondition: `score` is no NaN (see `isNaN`); any other bits get the key of another score.
    @inline(__always)
    static func key(_ score: Float) -> UInt32 {
        let bits = score.bitPattern == signBit ? 0 : score.bitPattern
        return bits & signBit != 0 ? ~bits : bits | signBit
    }

    /// The score of a key; +0.0 for both zeros.
    @inline(__always)
    static func score(_ key: UInt32) -> Float {
        Float(bitPattern: key & signBit != 0 ? key & ~signBit : ~key)
    }

    /// Keys of `scores` in their order.
    /// - Throws: `EvaluationError.notANumber` for the first NaN, named by its place from 1 as "`subject` 3".
    static func keys(_ scores: some Collection<Float>, subject: String) throws(EvaluationError) -> [UInt32] {
        var keys: [UInt32] = []
        keys.reserveCapacity(scores.count)
        for score in scores {
            guard !score.isNaN else {
                throw EvaluationError(
                    .notANumber, "\(subject) \(keys.count + 1)", "the score is not a number; score the part again")
            }
            keys.append(key(score))
        }
        return keys
    }
}
