import Network

extension Architecture {
    /// Floating-point operations of one run on a `width × height` picture: two for each multiply-add of a convolution
    /// or a dense layer, counted as the definition has it, whatever algorithm computes it. Pooling, sums, means and
    /// activations count nothing, as in the papers' tables.
    public func flops(width: Int, height: Int) -> Int {
        var sizes: [(width: Int, height: Int)] = []
        var total = 0
        for layer in layers {
            let input = layer.input < 0 ? (width: width, height: height) : sizes[layer.input]
            var output = input
            switch layer.operation {
            case .convolution(let convolution):
                output = (convolution.side(input.width), convolution.side(input.height))
                let weights = convolution.weightShape.reduce(1, *)
                total += 2 * weights * output.width * output.height
            case .maxPool(let kernel, let stride, let padding):
                output = (
                    (input.width + 2 * padding - kernel) / stride + 1,
                    (input.height + 2 * padding - kernel) / stride + 1
                )
            case .excitation(let excitation):
                // Two dense layers on one value a channel.
                total += 2 * 2 * excitation.channels * excitation.squeezed
            }
            sizes.append(output)
        }
        return total
    }
}

extension Architecture.Convolution {
    /// Output pixels along an axis of `side` input pixels.
    fileprivate func side(_ side: Int) -> Int {
        switch padding {
        case .symmetric(let zeros): (side + 2 * zeros - kernel) / stride + 1
        case .same: (side + stride - 1) / stride
        }
    }
}
