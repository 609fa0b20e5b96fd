import Disk
import Foundation
import Network
import Pretraining
import Raster
import SystemPackage

/// A folder in MVTec AD's layout that test parts with synthetic defects are written to.
struct SyntheticFolder: Sendable {
    let path: FilePath
    /// Digits of a picture's number.
    private let digits: Int

    static let label = "synthetic"
    static let table: FilePath.Component = "synthetic.csv"

    /// - Parameter count: of pictures that will be written.
    /// - Throws: `Failure` where something stands there already: nothing of anybody's is to be overwritten.
    init(_ path: FilePath, count: Int) throws {
        switch path.kind {
        case .missing: break
        case .folder:
            guard try path.list().isEmpty else {
                throw Failure("\(path.printable): is not empty; name a folder that does not exist yet")
            }
        default: throw Failure("\(path.printable): is no folder; name one that does not exist yet")
        }
        self.path = path
        digits = max(3, String(max(0, count - 1)).count)
    }

    func makeFolders(withGood: Bool) throws {
        for folder in [picture(0), mask(0)] + (withGood ? [good(.train, 0, "png"), good(.test, 0, "png")] : []) {
            try path.pushing(folder).removingLastComponent().makeFolder()
        }
    }

    enum Share: String { case train, test }

    func picture(_ index: Int) -> FilePath { FilePath("test/\(Self.label)/\(number(index)).png") }
    func mask(_ index: Int) -> FilePath { FilePath("ground_truth/\(Self.label)/\(number(index))_mask.png") }
    func good(_ share: Share, _ index: Int, _ ending: String) -> FilePath {
        FilePath("\(share.rawValue)/good/\(number(index)).\(ending)")
    }

    private func number(_ index: Int) -> String {
        let text = String(index)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// The mask first: whoever looks meanwhile sees no defective part without its outline.
    func write(_ painted: DefectPainter.Painted, as index: Int) throws {
        try path.pushing(mask(index)).writeAtomically(painted.mask.encodedPNG())
        try path.pushing(picture(index)).writeAtomically(painted.image.encodedPNG())
    }

    func writeTable(_ rows: [String]) throws {
        let header = CSV.line(SyntheticRow.columns.map(CSV.Cell.plain), end: "\r\n")
        try path.appending(Self.table).writeAtomically(Array((header + rows.joined()).utf8))
    }
}

/// What was drawn on one picture: a row for each Gaussian.
enum SyntheticRow {
    static let columns = [
        "path", "mask", "part", "strength", "outlined_pixels", "contrast", "component", "red", "green", "blue",
        "centre_x",
        "centre_y", "width_x", "width_y", "correlation", "weight",
    ]

    static func text(
        _ painted: DefectPainter.Painted, picture: FilePath, mask: FilePath, part: FilePath
    ) -> String {
        let (columns, rows) = (Double(painted.image.width - 1) / 2, Double(painted.image.height - 1) / 2)
        return painted.defect.components.enumerated().map { k, component in
            let colour =
                component.colour.count == 1 ? Array(repeating: component.colour[0], count: 3) : component.colour
            let numbers =
                [painted.defect.strength, Double(painted.outlinedPixels), painted.contrast, Double(k)]
                + colour.map { ($0 + 1) * 127.5 }
                + [
                    (component.mean.x + 1) * columns, (component.mean.y + 1) * rows, component.width.x * columns,
                    component.width.y * rows, component.correlation, component.weight,
                ]
            return CSV.line(
                [.text(picture.printable), .text(mask.printable), .text(part.printable)]
                    + numbers.map { .plain(number($0)) }, end: "\r\n")
        }.joined()
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String(format: "%.6g", value)
    }
}
