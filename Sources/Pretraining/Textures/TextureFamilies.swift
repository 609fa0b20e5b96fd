import Network

/// What a texture can be made of.
enum TextureFamilies {
    /// Something that fills the picture.
    static func base(random: inout SeededRandom) -> any Pattern {
        switch random.below(17) {
        case 0, 1: SpectralPattern(random: &random)
        case 2, 3: TurbulencePattern(random: &random)
        case 4, 5: CellPattern(random: &random)
        case 6, 7: LeavesPattern(random: &random)
        case 8, 9: WeavePattern(random: &random)
        case 10, 11: LatticePattern(random: &random)
        case 12: GaborPattern(random: &random)
        case 13: FractalPattern(random: &random)
        default: MachinedPattern(random: &random)
        }
    }

    /// Something that is put on another pattern and hides little of it.
    static func flaw(random: inout SeededRandom) -> any Pattern {
        switch random.below(7) {
        case 0, 1: CurvePattern(random: &random)
        case 2: CrackPattern(random: &random)
        case 3, 4: SpotPattern(random: &random)
        case 5: StainPattern(random: &random)
        default: PrintPattern(random: &random)
        }
    }
}
