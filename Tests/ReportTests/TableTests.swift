import Evaluation
import Foundation
import Report
import Testing

struct TableTests {
    /// Rows of an RFC 4180 file.
    private func read(_ csv: String) -> [[String]] {
        var (rows, row, cell, isQuoted) = ([[String]](), [String](), "", false)
        // As scalars: a carriage return and a newline are one character.
        for scalar in csv.unicodeScalars {
            switch scalar {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                row.append(cell)
                cell = ""
            case "\r" where !isQuoted: break
            case "\n" where !isQuoted:
                rows.append(row + [cell])
                (row, cell) = ([], "")
            default: cell.unicodeScalars.append(scalar)
            }
        }
        return rows
    }

    @Test func csvHasMeanAndErrorInColumnsOfTheirOwn() throws {
        let rows = read(try Fixture.report().csv())
        #expect(rows.count == 5 && rows.allSatisfy { $0.count == rows[0].count })
        func value(_ row: Int, _ column: String) throws -> String {
            rows[row][try #require(rows[0].firstIndex(of: column), "no column \(column)")]
        }
        #expect(try value(1, "category") == "screws")
        #expect(abs(try #require(Double(try value(1, "image_auroc_mean"))) - 0.92) < 1e-12)
        // s = 0.02, of three runs.
        let error = try #require(Double(try value(1, "image_auroc_standard_error")))
        #expect(abs(error - 0.02 / 3.0.squareRoot()) < 1e-12)
        #expect(try value(1, "image_auroc_runs") == "3")
        #expect(try value(1, "seeds") == "1 2 3")
        // One run has no error; undefined and not asked for are empty.
        #expect(try value(2, "image_auroc_mean") == "0.95" && value(2, "image_auroc_standard_error") == "")
        #expect(try value(2, "aupro_mean") == "" && value(2, "aupro_runs") == "")
        #expect(try value(1, "aupimo_mean") == "")
        // 2.5 of the good and 1.4 of the defective lie on the wrong side of 2.
        #expect(try value(1, "false_rejects") == "1" && value(1, "escapes") == "1")
        #expect(try value(1, "memory_bytes") == "3145728" && value(1, "latency_p50_seconds") == "0.005")
    }

    @Test func csvIsNotObeyed() throws {
        var report = try Fixture.report()
        report.categories[0].name = "=HYPERLINK(\"evil\")"
        report.methods[0].name = "@SUM(1)"
        let csv = report.csv()
        let rows = read(csv)
        #expect(rows[1][0] == "'=HYPERLINK(evil)" && rows[1][1] == "'@SUM(1)")
        #expect(rows.count == 5, "a line end in a name makes no row")
        #expect(csv.unicodeScalars.allSatisfy { $0 == "\r" || $0 == "\n" || $0.value >= 0x20 })
        #expect(!csv.unicodeScalars.contains("\u{202E}"))
    }

    @Test func chartsHaveTheirOwnCSV() throws {
        let rows = read(try Fixture.report().chartsCSV())
        #expect(rows.count == 4)
        #expect(Array(rows[1][1...6]) == ["screws", "training parts", "1.0", "PaDiM", "image_auroc", "0.55"])
        #expect(Array(rows[2][6...8]) == ["", "", ""])
        #expect(Array(rows[3][6...8]) == ["0.9", "0.0", "2"])
    }

    @Test func jsonSaysWhatIsUndefinedAndWhy() throws {
        let text = try Fixture.report().json()
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(root["schema"] as? Int == 1)
        let categories = try #require(root["categories"] as? [[String: Any]])
        let results = try #require(categories[0]["results"] as? [[String: Any]])
        let figures = try #require(results[1]["figures"] as? [String: Any])
        #expect(Set(figures.keys) == Set(QualityFigure.allCases.map(\.rawValue)))
        #expect(figures["aupimo"] is NSNull)
        let aupro = try #require(figures["aupro"] as? [String: Any])
        #expect(aupro["mean"] is NSNull && aupro["undefined"] as? String == "no map" && aupro["runs"] as? Int == 0)
        let auroc = try #require(figures["image_auroc"] as? [String: Any])
        #expect(auroc["mean"] as? Double == 0.95 && auroc["standard_error"] is NSNull)
        let tables = try #require(root["tables"] as? [[String: Any]])
        let rows = try #require(tables[0]["rows"] as? [[Any]])
        #expect(rows[1][2] is NSNull, "a number that is none")
    }

    @Test func markdownIsATableAndNoMarkup() throws {
        let text = try Fixture.report().markdown()
        #expect(text.contains("| screws"))
        #expect(text.contains("0.9200 ± 0.0115"))
        #expect(text.contains("| Mean"))
        #expect(!text.contains("<script") && text.contains("&lt;script&gt;"))
        #expect(text.contains("AUPRO is undefined") == false, "one method has it")
        #expect(text.contains("– is undefined, no map"))
        // Every row of a table has the columns of its head.
        var columns: Int?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("|") else {
                columns = nil
                continue
            }
            let bars = line.replacing("\\|", with: "").count { $0 == "|" }
            #expect(columns == nil || columns == bars, "\(line)")
            columns = bars
        }
    }
}
