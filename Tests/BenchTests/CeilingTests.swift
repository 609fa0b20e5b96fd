import CCeilings
import Testing

struct CeilingTests {
    @Test("reading memory touches every word", arguments: [0, 1, 63, 64, 65, 1000])
    func everyWord(count: Int) {
        var state: UInt64 = 88_172_645_463_325_252
        let words = (0..<count).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
        #expect(memory_read(words, count) == words.reduce(0, ^))
    }

    @Test("convolutions are made, run and given back in both precisions that the machine has")
    func convolutions() throws {
        let made = try #require(ceiling_convolution_create(64, 16, 2, 0, 1))
        defer { ceiling_convolution_destroy(made) }
        #expect(ceiling_convolution_run(made) == 0)
        #expect(ceiling_convolution_run(made) == 0)
        // oneDNN emulates bf16 from AVX-512 upwards and refuses it below: either answer is one.
        if let half = ceiling_convolution_create(64, 16, 2, 1, 1) {
            #expect(ceiling_convolution_run(half) == 0)
            ceiling_convolution_destroy(half)
        }
    }

    @Test("the passes of a training step are made, run and given back; shapes that cannot be are refused")
    func trainingPasses() throws {
        var layers = [
            ceiling_layer(
                in_channels: 3, out_channels: 16, height: 16, width: 12, kernel: 7, stride: 2, padding: 3,
                wants_input_gradient: 0),
            ceiling_layer(
                in_channels: 16, out_channels: 32, height: 8, width: 6, kernel: 3, stride: 1, padding: 1,
                wants_input_gradient: 1),
        ]
        let made = try #require(ceiling_training_create(layers, 2, 4, 0))
        defer { ceiling_training_destroy(made) }
        #expect(ceiling_training_run(made) == 0)
        #expect(ceiling_training_run(made) == 0)
        layers[1].kernel = 99
        #expect(ceiling_training_create(layers, 2, 4, 0) == nil)
    }
}
