import Detectors
import Disk
import Inspection
import Network
import SystemPackage

/// What every subject measures with: a category calibrated in a home of its own, the files to score, and how the
/// program is started on them.
public struct Setting: Sendable {
    /// What the parts are called in a report.
    public let name: String
    /// The category cut down to what is measured: at most `limit` good parts to learn from.
    public let category: Category
    /// The files to score.
    public let files: [FilePath]
    public let home: Home
    public let backbone: Backbone
    /// What the program needs to be told to work by the same recipe: `--backbone`, `--dims`, …
    public let recipeArguments: [String]
    public let calibration: Calibration
    /// A network with one team of all cores for a part that comes alone; `nil` where there is none.
    public let wideBackbone: Backbone?
    /// Where measurements may leave files; removed with everything in it at the end.
    public let scratch: FilePath
    /// Started programs, to be ended with this one.
    public let children: Children

    public init(
        name: String, category: Category, files: [FilePath], home: Home, backbone: Backbone,
        recipeArguments: [String], calibration: Calibration, wideBackbone: Backbone?, scratch: FilePath,
        children: Children
    ) {
        self.name = name
        self.category = category
        self.files = files
        self.home = home
        self.backbone = backbone
        self.recipeArguments = recipeArguments
        self.calibration = calibration
        self.wideBackbone = wideBackbone
        self.scratch = scratch
        self.children = children
    }

    var recipe: Recipe { calibration.recipe }
    /// Threads that compute.
    var workers: Int { ComputeThreads.workers }
}
