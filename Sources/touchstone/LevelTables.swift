import Detectors
import Disk
import Evaluation
import Foundation
import Inspection

/// The two tables of a comparison of levels, for people and for programs.
struct LevelTables {
    struct Measure {
        /// For people.
        let title: String
        /// For programs.
        let name: String
        let options: MVGOptions
    }

    /// Distances, over all directions.
    let distances: [Measure]
    /// The Mahalanobis distance in subspaces.
    let subspaces: [Measure]
    let covariance: MVGOptions.Covariance

    var measures: [Measure] { distances + subspaces }

    /// - Parameter covariance: of the subspaces; that of the distances is always shrunk.
    init(_ covariance: MVGOptions.Covariance) {
        self.covariance = covariance
        distances = [
            Measure(title: "L2", name: "l2", options: MVGOptions(distance: .l2)),
            Measure(title: "SED", name: "sed", options: MVGOptions(distance: .sed)),
            Measure(title: "Mahalanobis", name: "mahalanobis", options: .standard),
        ]
        func measure(_ title: String, _ name: String, _ subspace: MVGOptions.Subspace) -> Measure {
            Measure(title: title, name: name, options: MVGOptions(covariance: covariance, subspace: subspace))
        }
        subspaces = [
            measure("full", "full", .full), measure("PCA 95 %", "pca_95", .pca(0.95)),
            measure("PCA 99 %", "pca_99", .pca(0.99)), measure("NPCA 1 %", "npca_1", .npca(0.01)),
            measure("NPCA 0.1 %", "npca_0.1", .npca(0.001)), measure("NPCA 0.01 %", "npca_0.01", .npca(0.0001)),
        ]
    }

    func text(_ rows: [LevelComparison], _ recipe: Recipe) -> String {
        let shrunk = covariance == .ledoitWolf ? "shrunk after Ledoit and Wolf" : "as the good parts have it"
        var lines = [
            "Image AUROC by level and distance\(over(rows))", table(rows, distances, from: 0), "",
            "Image AUROC by level and subspace, Mahalanobis distance, covariance \(shrunk)",
            table(rows, subspaces, from: distances.count), "",
            "\(recipe.backbone.printable), \(recipe.inputProtocol.rawValue), input \(recipe.width)x\(recipe.height), "
                + "\(recipe.networkPrecision)",
        ]
        for row in rows {
            lines.append(
                "\(row.category.printable): \(row.calibrationParts) good parts learnt, \(row.goodParts) good and "
                    + "\(row.defectiveParts) defective ones scored, \(String(format: "%.1f", row.seconds)) s")
            let left = measures.indices.filter { !row.columns[$0].left.isEmpty }
            for levels in Set(left.map { row.columns[$0].left }).sorted(by: { $0.count < $1.count }) {
                let titles = left.filter { row.columns[$0].left == levels }.map { measures[$0].title }
                lines.append(
                    "  \(levels.joined(separator: ", ")): nothing to measure for \(titles.joined(separator: ", ")); "
                        + "the sum is that of the other levels")
            }
        }
        return lines.joined(separator: "\n")
    }

    private func over(_ rows: [LevelComparison]) -> String {
        rows.count > 1
            ? ", mean ± standard error over \(rows.count) categories"
            : rows.map { " on \($0.category.printable)" }.joined()
    }

    private func table(_ rows: [LevelComparison], _ columns: [Measure], from first: Int) -> String {
        var table = TextTable(["level"] + columns.map(\.title))
        let levels = rows.first?.levels ?? []
        for (k, level) in levels.enumerated() {
            table.add(
                [level]
                    + columns.indices.map { c in
                        SampleFigure(rows.map { $0.columns[first + c].levels[k] }).text(decimals: 4)
                    })
        }
        table.addRule()
        table.add(
            ["sum"]
                + columns.indices.map { c in SampleFigure(rows.map { $0.columns[first + c].sum }).text(decimals: 4) })
        return table.text
    }
}
