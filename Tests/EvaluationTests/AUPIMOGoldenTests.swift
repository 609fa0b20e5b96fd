import Evaluation
import TestSupport
import Testing

/// Per-image overlap against an independent implementation, in both readings.
@Suite(.enabled(if: Golden.isPresent, "needs ../shared"))
struct AUPIMOGoldenTests {
    @Test func everyCaseWhereMasksDecide() throws {
        var defined = 0
        for (name, entry) in try PixelCases.all() {
            var evaluation = try collect(name, .masksDecide)
            defined += try expect(&evaluation, entry["expected"], name)
        }
        #expect(defined == 8)
    }

    @Test func unmaskedDefectsLeftOut() throws {
        let entry = try #require(try PixelCases.all()["unmasked_defects"])
        var evaluation = try collect("unmasked_defects", .leftOut)
        let expected = entry["expected_if_unmasked_defect_images_left_out"]
        #expect(try expect(&evaluation, expected, "unmasked_defects") == 1)
    }

    private func collect(_ name: String, _ unmasked: UnmaskedDefects) throws -> PixelEvaluation {
        var evaluation = PixelEvaluation(unmaskedDefects: unmasked)
        for part in try PixelCases.parts(try Golden("metrics"), name) {
            try evaluation.add(map: part.map, mask: part.mask, isDefective: part.isDefective)
        }
        return evaluation
    }

    /// - Returns: how many bounds have a value.
    private func expect(_ evaluation: inout PixelEvaluation, _ expected: Any?, _ name: String) throws -> Int {
        let figures = try #require(expected as? [String: Any])
        let bounds = try #require(figures["aupimo"] as? [[String: Any]])
        #expect(!bounds.isEmpty)
        var defined = 0
        for entry in bounds {
            let (low, high) = (try #require(entry["fpr_low"] as? Double), try #require(entry["fpr_high"] as? Double))
            let exact = outcome(&evaluation, low...high, .exact)
            expect(exact, entry, "exact", 1e-11, "\(name) \(low)")
            if entry["exact_mean"] is Double { defined += 1 }
            // Some entries give the linspaced reading no figure and no reason.
            guard entry.keys.contains("linspaced_300k_mean") else { continue }
            let linspaced = outcome(&evaluation, low...high, .linspaced)
            expect(linspaced, entry, "linspaced_300k", 2e-3, "\(name) \(low)")
            switch entry["linspaced_300k_note"] as? String {
            case "bound outside the achieved FPR range": #expect(reason(linspaced) == .boundNotReached, "\(name)")
            case "threshold range is empty": #expect(reason(linspaced) == .equalScores, "\(name)")
            case "needs one normal and one defect image":
                #expect([.noNormalPart, .noOutlinedDefect].contains(reason(linspaced)), "\(name)")
            default: #expect(reason(linspaced) == nil, "\(name)")
            }
        }
        return defined
    }

    private func outcome(
        _ evaluation: inout PixelEvaluation, _ bounds: ClosedRange<Double>, _ reading: AUPIMO.Reading
    ) -> Result<AUPIMO, Undefined> {
        do throws(Undefined) {
            return .success(try evaluation.aupimo(bounds: bounds, reading: reading))
        } catch {
            return .failure(error)
        }
    }

    private func reason(_ outcome: Result<AUPIMO, Undefined>) -> Undefined? {
        if case .failure(let reason) = outcome { reason } else { nil }
    }

    private func expect(
        _ outcome: Result<AUPIMO, Undefined>, _ entry: [String: Any], _ reading: String, _ tolerance: Double,
        _ comment: Comment
    ) {
        guard let mean = entry["\(reading)_mean"] as? Double,
            let parts = entry["\(reading)_per_image"] as? [String: Double]
        else { return #expect(reason(outcome) != nil, comment) }
        guard case .success(let aupimo) = outcome else {
            Issue.record("\(comment) is undefined, \(String(describing: reason(outcome)))")
            return
        }
        #expect(abs(aupimo.mean - mean) <= tolerance, comment)
        #expect(aupimo.parts.map { "\($0.index)" }.sorted() == parts.keys.sorted(), comment)
        for part in aupimo.parts {
            #expect(abs(part.value - (parts["\(part.index)"] ?? -1)) <= tolerance, comment)
        }
    }
}
