/// Everything that a comparison of detectors has to say, as plain values: what ran, on what, and what came of it.
///
/// Texts may come from anywhere (names of files and folders, messages); every output escapes them.
///
///     let report = ComparisonReport(title: "Ball screws", date: "2026-11-21", machine: "…", program: "touchstone 0.5",
///         methods: methods, categories: categories)
///     report.html()      // one self-contained page
///     report.markdown()  // tables for people
///     report.csv()       // a row for each category and method
///     report.json()      // the same for programs
public struct ComparisonReport: Sendable {
    public var title: String
    /// When the comparison ran, as people write it.
    public var date: String
    /// One line: processor, cores, memory.
    public var machine: String
    /// Name and version of the program.
    public var program: String
    /// Paragraphs before the summary.
    public var introduction: [String]
    /// In the order in which tables and charts have them; ids must differ.
    public var methods: [Method]
    public var categories: [Category]
    /// The false-positive rate to which AUPRO is integrated.
    public var auproLimit: Double
    /// Which run curves, histograms and pictures show, where there are several ("seed 1024").
    public var shownRun: String?
    /// How the thresholds in histograms and pictures were set: one sentence.
    public var thresholdRule: String?
    /// Few-shot curves, robustness curves.
    public var charts: [ChartGroup]
    /// Ablations and sweeps.
    public var tables: [ExtraTable]
    /// Paragraphs on the protocol: what differs from published ones.
    public var notes: [String]

    public init(
        title: String, date: String, machine: String, program: String, introduction: [String] = [],
        methods: [Method], categories: [Category], auproLimit: Double = 0.3, shownRun: String? = nil,
        thresholdRule: String? = nil, charts: [ChartGroup] = [], tables: [ExtraTable] = [], notes: [String] = []
    ) {
        self.title = title
        self.date = date
        self.machine = machine
        self.program = program
        self.introduction = introduction
        self.methods = methods
        self.categories = categories
        self.auproLimit = auproLimit
        self.shownRun = shownRun
        self.thresholdRule = thresholdRule
        self.charts = charts
        self.tables = tables
        self.notes = notes
    }
}

extension ComparisonReport {
    /// One way of telling defective parts from good ones: a detector on a backbone with its settings.
    public struct Method: Sendable, Identifiable, Equatable {
        /// Unique in the report; `Category.results` and charts refer to it.
        public var id: String
        /// Short, for legends and columns ("PaDiM, ResNet-18").
        public var name: String
        public var detector: String
        public var backbone: String
        /// The network's input ("256×256, whole").
        public var input: String
        /// Length of an embedding; `nil` where that says nothing.
        public var dimensions: Int?
        public var regularisation: String
        /// One run each; empty where nothing is drawn at random.
        public var seeds: [UInt64]
        /// Whatever else differs between methods.
        public var more: [Setting]

        public init(
            id: String, name: String, detector: String, backbone: String, input: String, dimensions: Int? = nil,
            regularisation: String = "", seeds: [UInt64] = [], more: [Setting] = []
        ) {
            self.id = id
            self.name = name
            self.detector = detector
            self.backbone = backbone
            self.input = input
            self.dimensions = dimensions
            self.regularisation = regularisation
            self.seeds = seeds
            self.more = more
        }
    }

    public struct Setting: Sendable, Equatable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }
}
