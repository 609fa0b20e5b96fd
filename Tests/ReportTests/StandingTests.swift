import Evaluation
import Report
import Testing

/// What the summary says of who is ahead.
struct StandingTests {
    private func summary(_ runs: [[Double]], seeds: [[UInt64]]? = nil, parts: Int = 40) -> String {
        let names = ["PaDiM", "N-pad", "MVG"]
        var methods: [ComparisonReport.Method] = []
        var category = ComparisonReport.Category(name: "screws", trainingParts: 1, goodParts: parts, defectiveParts: 40)
        for (index, values) in runs.enumerated() {
            methods.append(
                ComparisonReport.Method(
                    id: names[index], name: names[index], detector: "", backbone: "", input: "",
                    seeds: seeds?[index] ?? values.indices.map(UInt64.init)))
            category.results[names[index]] = ComparisonReport.Result(
                figures: [.imageAUROC: Estimate(runs: values, otherwise: "no defective part")])
        }
        let report = ComparisonReport(
            title: "", date: "", machine: "", program: "", methods: methods, categories: [category])
        let text = report.markdown()
        return text.split(separator: "\n").first { $0.hasPrefix("- **screws**") }.map(String.init) ?? ""
    }

    @Test func apart() {
        // 0.90 ± 0.01 and 0.80 ± 0.01.
        #expect(
            summary([[0.79, 0.81], [0.89, 0.91]])
                == "- **screws**: **N-pad** leads **PaDiM** by 0.1000 in image AUROC (0.9000 ± 0.0100 against "
                + "0.8000 ± 0.0100); over seeds, their standard errors do not overlap.")
    }

    @Test func overlapping() {
        #expect(
            summary([[0.8, 0.9], [0.82, 0.92]]).hasSuffix(
                "(0.8700 ± 0.0500 against 0.8500 ± 0.0500), but their standard errors overlap: these runs do not tell "
                    + "them apart."))
        #expect(
            summary([[0.8, 0.9], [0.82, 0.92], [0.81, 0.91]]).contains(
                "the standard errors of **MVG** and **PaDiM** overlap its own"))
    }

    @Test func withoutAnErrorItIsAHint() {
        #expect(summary([[0.8], [0.9]]).hasSuffix("with no error known of at least one of them: a hint, no more."))
        // Where nothing is drawn at random, one run is all there is to know.
        #expect(summary([[0.8], [0.9]], seeds: [[], []]).hasSuffix("a hint, no more."))
    }

    @Test func fewPartsAreSaidToBeFew() {
        #expect(
            summary([[0.8], [0.9]], parts: 2).hasSuffix(
                "Only 2 good parts were judged: other parts may well turn this round."))
        #expect(!summary([[0.8], [0.9]], parts: 20).contains("Only"))
    }

    @Test func equalAloneAndUndefined() {
        #expect(
            summary([[0.9], [0.90001]]).hasSuffix("**N-pad** and **PaDiM** stand equal in image AUROC, at 0.9000."))
        #expect(summary([[0.9, 0.9]]).hasSuffix("Image AUROC of **PaDiM** is 0.9000 ± 0.0000."))
        #expect(summary([[], []]).hasSuffix("Image AUROC is undefined: no defective part."))
    }
}
