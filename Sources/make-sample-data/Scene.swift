/// One part as it came down the line: its tolerances, where it lies, and what went wrong with it.
///
/// A scene is drawn twice for a defective part, without and with its defects; where the two photographs differ, there
/// is the mask.
protocol Scene: Sendable {
    /// Folder name of the category.
    static var category: String { get }
    static var size: PictureSize { get }
    static var studio: Studio { get }
    /// What can go wrong, in the order of the folders.
    static var defects: [DefectKind<Self>] { get }

    /// A good part, different from every other within its tolerances.
    init(random: inout SeededRandom)

    /// Flaws lying on the finished surface, in the order in which they came about.
    var flaws: [any Flaw] { get set }

    /// The part without its `flaws`.
    func surface() -> Surface
}

extension Scene {
    func finishedSurface() -> Surface {
        var surface = surface()
        for flaw in flaws { flaw.mark(&surface) }
        return surface
    }
}

/// A kind of defect of a category: one test folder.
struct DefectKind<S: Scene>: Sendable {
    let label: String
    /// One for each part, from 0 (only just visible) to 1 (plain).
    let severities: [Float]
    /// Makes a good part bad: by changing how it is built, or by adding flaws to its surface.
    let spoil: @Sendable (_ scene: inout S, _ severity: Float, _ random: inout SeededRandom) -> Void
}
