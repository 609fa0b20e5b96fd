import Foundation
import Network

/// A network with BatchNorm and a head by the definitions, in double precision, so that differences of its losses are
/// exact enough to judge gradients by.
struct PlainTraining {
    let plan: TrainingPlan
    let layout: ParameterLayout

    struct Volume {
        let channels: Int
        let height: Int
        let width: Int
        /// Sample, channel, row, column.
        var values: [Double]
    }

    struct Answer {
        var volumes: [Volume] = []
        var means: [Double] = []
        var variances: [Double] = []
        var features: [Double] = []
        var outputs: [Double] = []
    }

    /// - Parameter input: batch × 3 × height × width.
    func forward(_ parameters: [Double], _ input: [Double]) -> Answer {
        var answer = Answer()
        let image = Volume(channels: 3, height: plan.height, width: plan.width, values: input)
        func tensor(_ name: String) -> ArraySlice<Double> { parameters[layout[name]!.range] }
        for layer in plan.architecture.layers {
            let from = layer.input < 0 ? image : answer.volumes[layer.input]
            switch layer.operation {
            case .convolution(let c):
                var made = convolve(from, c, Array(tensor("\(layer.name).weight")))
                let gamma = Array(tensor("\(layer.name).bn.weight"))
                let beta = Array(tensor("\(layer.name).bn.bias"))
                let (means, variances) = normalise(&made, gamma, beta)
                answer.means += means
                answer.variances += variances
                if let adds = c.adds {
                    for i in made.values.indices { made.values[i] += answer.volumes[adds].values[i] }
                }
                made.values = made.values.map { activated($0, c.activation) }
                answer.volumes.append(made)
            case .maxPool(let kernel, let stride, let padding):
                answer.volumes.append(pool(from, kernel, stride, padding))
            case .excitation:
                fatalError("not trained")
            }
        }
        answer.features = means(of: answer.volumes[plan.architecture.taps.last!.layer])
        let length = answer.features.count / plan.batch
        let weight = Array(tensor("head.weight"))
        let bias = Array(tensor("head.bias"))
        for sample in 0..<plan.batch {
            for k in 0..<plan.head.outputs {
                var sum = bias[k]
                for f in 0..<length { sum += weight[k * length + f] * answer.features[sample * length + f] }
                answer.outputs.append(sum)
            }
        }
        return answer
    }

    private func convolve(_ x: Volume, _ c: Architecture.Convolution, _ weight: [Double]) -> Volume {
        let (top, bottom) = padding(c, x.height)
        let (left, right) = padding(c, x.width)
        let height = (x.height + top + bottom - c.kernel) / c.stride + 1
        let width = (x.width + left + right - c.kernel) / c.stride + 1
        let (inputs, outputs) = (c.inputChannels / c.groups, c.outputChannels / c.groups)
        var y = Volume(
            channels: c.outputChannels, height: height, width: width,
            values: Array(repeating: 0, count: plan.batch * c.outputChannels * height * width))
        var at = 0
        for sample in 0..<plan.batch {
            for o in 0..<c.outputChannels {
                for row in 0..<height {
                    for column in 0..<width {
                        var sum = 0.0
                        for q in 0..<inputs {
                            let plane = (sample * x.channels + o / outputs * inputs + q) * x.height
                            for j in 0..<c.kernel {
                                let yy = row * c.stride - top + j
                                guard yy >= 0, yy < x.height else { continue }
                                for i in 0..<c.kernel {
                                    let xx = column * c.stride - left + i
                                    guard xx >= 0, xx < x.width else { continue }
                                    sum +=
                                        weight[((o * inputs + q) * c.kernel + j) * c.kernel + i]
                                        * x.values[(plane + yy) * x.width + xx]
                                }
                            }
                        }
                        y.values[at] = sum
                        at += 1
                    }
                }
            }
        }
        return y
    }

    private func normalise(
        _ x: inout Volume, _ gamma: [Double], _ beta: [Double]
    ) -> (means: [Double], variances: [Double]) {
        let area = x.height * x.width
        let count = Double(plan.batch * area)
        var (means, variances): ([Double], [Double]) = ([], [])
        for c in 0..<x.channels {
            let all = (0..<plan.batch).flatMap { sample in
                (0..<area).map { (sample * x.channels + c) * area + $0 }
            }
            let mean = all.reduce(0) { $0 + x.values[$1] } / count
            let variance = all.reduce(0) { $0 + (x.values[$1] - mean) * (x.values[$1] - mean) } / count
            for i in all {
                x.values[i] = (x.values[i] - mean) / (variance + 1e-5).squareRoot() * gamma[c] + beta[c]
            }
            means.append(mean)
            variances.append(variance)
        }
        return (means, variances)
    }

    private func pool(_ x: Volume, _ kernel: Int, _ stride: Int, _ padding: Int) -> Volume {
        let height = (x.height + 2 * padding - kernel) / stride + 1
        let width = (x.width + 2 * padding - kernel) / stride + 1
        var y = Volume(channels: x.channels, height: height, width: width, values: [])
        for plane in 0..<(plan.batch * x.channels) {
            for row in 0..<height {
                for column in 0..<width {
                    var best = -Double.infinity
                    for yy in max(0, row * stride - padding)..<min(x.height, row * stride - padding + kernel) {
                        for xx in max(0, column * stride - padding)..<min(x.width, column * stride - padding + kernel) {
                            best = max(best, x.values[(plane * x.height + yy) * x.width + xx])
                        }
                    }
                    y.values.append(best)
                }
            }
        }
        return y
    }

    /// Of grid × grid cells.
    private func means(of x: Volume) -> [Double] {
        let grid = plan.head.grid
        var result: [Double] = []
        for plane in 0..<(plan.batch * x.channels) {
            for cell in 0..<(grid * grid) {
                let rows = (cell / grid * x.height / grid)..<((cell / grid + 1) * x.height / grid)
                let columns = (cell % grid * x.width / grid)..<((cell % grid + 1) * x.width / grid)
                var sum = 0.0
                for yy in rows { for xx in columns { sum += x.values[(plane * x.height + yy) * x.width + xx] } }
                result.append(sum / Double(rows.count * columns.count))
            }
        }
        return result
    }

    private func activated(_ x: Double, _ activation: Architecture.Activation) -> Double {
        switch activation {
        case .none: x
        case .relu: max(0, x)
        case .relu6: min(6, max(0, x))
        case .swish: x / (1 + exp(-x))
        }
    }

    private func padding(_ c: Architecture.Convolution, _ side: Int) -> (Int, Int) {
        switch c.padding {
        case .symmetric(let zeros): return (zeros, zeros)
        case .same:
            let outputs = (side + c.stride - 1) / c.stride
            let zeros = max(0, (outputs - 1) * c.stride + c.kernel - side)
            return (zeros / 2, zeros - zeros / 2)
        }
    }
}
