import Disk
import Foundation
import Inspection

extension DataReport {
    /// One object, schema 1. Keys are only ever added.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = Document(
            folder: folder.printable, usable: isUsable, fine: isUsable && !hasProblems, problems: problems,
            categories: checks.map(Entry.init))
        return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
    }

    private struct Document: Encodable {
        let schema = 1
        let folder: String
        let usable: Bool
        let fine: Bool
        let problems: [String]
        let categories: [Entry]
    }

    private struct Entry: Encodable {
        let category: String
        let folder: String
        let layout: String
        let reason: String
        let learn: Int
        let good: Int
        let defective: Int
        let unlabelled: Int
        let labels: [String: Int]
        let masks: [String: Int]
        let formats: [String: Int]
        let sizes: [Size]
        let unreadable: [String]
        let maskProblems: [String]
        let duplicates: [Duplicates]
        let can: [String: Bool]
        let problems: [String]
        let notes: [String]

        enum CodingKeys: String, CodingKey {
            case category, folder, layout, reason, learn, good, defective, unlabelled, labels, masks, formats, sizes
            case unreadable
            case maskProblems = "mask_problems"
            case duplicates, can, problems, notes
        }

        init(_ check: CategoryCheck) {
            let reading = check.reading
            category = reading.category.name.printable
            folder = reading.category.folder.printable
            layout = reading.layout.rawValue
            reason = reading.reason
            learn = check.learnable
            good = check.good
            defective = check.defective
            unlabelled = check.unlabelled
            labels = Dictionary(check.labels.map { ($0.label, $0.count) }, uniquingKeysWith: +)
            masks = [
                "sound": check.masks.sound, "missing": check.masks.missing, "empty": check.masks.empty,
                "faint": check.masks.faint, "of_another_size": check.masks.ofAnotherSize,
                "unreadable": check.masks.unreadable,
            ]
            formats = Dictionary(uniqueKeysWithValues: check.formats.map { ($0.format.rawValue, $0.count) })
            sizes = check.sizes.map { Size(width: $0.size.width, height: $0.size.height, count: $0.count) }
            unreadable = check.unreadable
            maskProblems = check.maskProblems
            duplicates = check.duplicates.map {
                Duplicates(names: $0.names, leak: $0.isLeak, contradiction: $0.isContradiction)
            }
            can = [
                "calibrate": check.canCalibrate, "inspect": check.isUsable, "image_figures": check.hasImageFigures,
                "pixel_figures": check.hasPixelFigures,
            ]
            problems = check.remarks.filter(\.isProblem).map(\.text)
            notes = check.remarks.filter { !$0.isProblem }.map(\.text) + reading.notes
        }
    }

    private struct Size: Encodable {
        let width: Int
        let height: Int
        let count: Int
    }

    private struct Duplicates: Encodable {
        let names: [String]
        let leak: Bool
        let contradiction: Bool
    }
}
