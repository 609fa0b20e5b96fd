import Bench
import Network
import Testing

struct FLOPsTests {
    @Test("ResNet-18 to layer3 at 256×256 is the sum of its table")
    func resnet18() {
        // Multiply-adds of each convolution, written out from He et al. 2016, table 1.
        let stem = 128 * 128 * 64 * 3 * 49
        let layer1 = 4 * 64 * 64 * 64 * 64 * 9
        let layer2 = 32 * 32 * (128 * 64 * 9 + 128 * 64 + 3 * 128 * 128 * 9)
        let layer3 = 16 * 16 * (256 * 128 * 9 + 256 * 128 + 3 * 256 * 256 * 9)
        #expect(Architecture.resnet18.flops(width: 256, height: 256) == 2 * (stem + layer1 + layer2 + layer3))
    }

    @Test("they grow with the picture's area")
    func area() {
        let (small, large) = (
            Architecture.resnet18.flops(width: 64, height: 128), Architecture.resnet18.flops(width: 256, height: 512)
        )
        #expect(large == 16 * small)
    }

    @Test("groups share the work, odd sides round as the padding says, pooling counts nothing")
    func smallTable() {
        let layers: [Architecture.Layer] = [
            .init(name: "expand", operation: .convolution(convolution(3, 8, kernel: 1)), input: -1),
            .init(
                name: "depthwise", operation: .convolution(convolution(8, 8, kernel: 5, stride: 2, groups: 8)), input: 0
            ),
            .init(name: "pool", operation: .maxPool(kernel: 3, stride: 2, padding: 1), input: 1),
            .init(
                name: "excite", operation: .excitation(.init(channels: 8, squeezed: 2, activation: .swish)), input: 2),
            .init(name: "project", operation: .convolution(convolution(8, 4, kernel: 1)), input: 3),
        ]
        let architecture = Architecture(name: "small", normalisation: .imageNet, layers: layers, taps: [])
        // 21 × 13 stays; then 11 × 7; pooled 6 × 4; two dense layers of 8 × 2.
        let expected = 2 * (21 * 13 * 8 * 3 + 11 * 7 * 8 * 25 + 2 * 8 * 2 + 6 * 4 * 4 * 8)
        #expect(architecture.flops(width: 21, height: 13) == expected)
    }

    private func convolution(
        _ input: Int, _ output: Int, kernel: Int, stride: Int = 1, groups: Int = 1
    ) -> Architecture.Convolution {
        .init(
            inputChannels: input, outputChannels: output, kernel: kernel, stride: stride, padding: .same,
            groups: groups, adds: nil, activation: .relu)
    }
}
