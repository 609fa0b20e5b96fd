import Foundation
import Pretraining
import Testing

@Suite struct SoftmaxCrossEntropyTests {
    private let logits: [Float] = [0.3, -1.2, 2.0, 0.1, 0.1, 0.1, 60, -60, 0, -5, 4, 90]
    private let labels = [2, 0, 1, 0]

    /// Straight from the definition, in doubles.
    private func plain(_ logits: [Float], _ smoothing: Double) -> Double {
        var sum = 0.0
        for (i, label) in labels.enumerated() {
            let row = logits[(3 * i)..<(3 * i + 3)].map(Double.init)
            let top = row.max() ?? 0
            let partition = top + log(row.reduce(0) { $0 + exp($1 - top) })
            for k in 0..<3 {
                let target = (k == label ? 1 - smoothing : 0) + smoothing / 3
                sum -= target * (row[k] - partition)
            }
        }
        return sum / Double(labels.count)
    }

    @Test(arguments: [0, 0.1] as [Float]) func equalsTheDefinitionAndItsDifferences(_ smoothing: Float) {
        var gradient = [Float](repeating: 7, count: logits.count)
        let (loss, accuracy) = SoftmaxCrossEntropy(smoothing: smoothing)
            .losses(logits, labels: labels, classes: 3, gradient: &gradient)
        #expect(abs(loss - plain(logits, Double(smoothing))) < 1e-4 * loss)
        // The second row is a tie that its own class leads.
        #expect(accuracy == 0.5)
        for i in logits.indices {
            var (up, down) = (logits, logits)
            up[i] += 0.0625
            down[i] -= 0.0625
            let slope = (plain(up, Double(smoothing)) - plain(down, Double(smoothing))) / 0.125
            #expect(abs(Double(gradient[i]) - slope) < 1e-3)
        }
    }
}
