/// In which order a person looks at the parts of a category.
public enum PartSort: String, Equatable, Sendable, CaseIterable {
    /// Worst first.
    case score
    /// |score − live threshold|, nearest first: where verdicts tell most about the threshold.
    case distance
    /// As the files are ordered: by name in a folder, by arrival in a stream.
    case time

    /// What the screen says: "… first".
    public var words: String {
        switch self {
        case .score: "worst first"
        case .distance: "nearest the threshold first"
        case .time: "in the order of files"
        }
    }
}

/// Which parts of a category a person looks at.
public enum PartFilter: Hashable, Sendable {
    case all
    /// Score at or over the live threshold; NOT INSPECTED parts too, for nothing but a person stands between them and
    /// the customer.
    case flagged
    /// Within a tenth of the live threshold, on either side.
    case grey
    /// Nobody has judged it.
    case unreviewed
    /// A person accepted what the machine rejects at the live threshold, or rejected what it finds good.
    case overruled
    /// A person marked it in this session.
    case marked
    /// It came with this label.
    case label(String)

    /// Half the width of the grey band, as a share of the live threshold.
    public static let greyBand: Float = 0.1

    static let plain: [PartFilter] = [.all, .flagged, .grey, .unreviewed, .overruled, .marked]

    /// What is typed after `show`.
    public var name: String {
        switch self {
        case .all: "all"
        case .flagged: "flagged"
        case .grey: "grey"
        case .unreviewed: "unreviewed"
        case .overruled: "overruled"
        case .marked: "marked"
        case .label(let label): "label \(label)"
        }
    }

    /// From its name.
    public init?(name: String) {
        if let plain = Self.plain.first(where: { $0.name == name }) {
            self = plain
        } else if let label = name.argument(of: "label") {
            self = .label(label)
        } else {
            return nil
        }
    }

    var meaning: String {
        switch self {
        case .all: "every part"
        case .flagged: "flagged parts, and those NOT INSPECTED"
        case .grey: "within 10 % of the live threshold"
        case .unreviewed: "parts that nobody has judged"
        case .overruled: "parts where a person and the machine disagree"
        case .marked: "parts that were marked with Space"
        case .label: "parts that came with this label"
        }
    }
}
