import CDNN
import Foundation
import Network
import TestSupport
import Testing

/// The kernel of squeeze-and-excitation against its definition, in every layout that it reads.
struct ExcitationKernelTests {
    struct Setting: CustomTestStringConvertible {
        let channels: Int
        /// Channels that stand side by side; the last group is filled up with zeros.
        let lanes: Int
        let isBF16: Bool
        let threads: Int
        var testDescription: String { "\(channels) by \(lanes), \(isBF16 ? "bf16" : "f32"), \(threads) threads" }

        static let all: [Setting] = [(40, 16), (16, 16), (40, 8), (40, 40), (19, 19), (144, 144)].flatMap { sizes in
            [false, true].flatMap { isBF16 in
                [1, 2, 5].map { Setting(channels: sizes.0, lanes: sizes.1, isBF16: isBF16, threads: $0) }
            }
        }
    }

    private static let (batch, area, squeezed) = (2, 77, 6)

    @Test(arguments: Setting.all, [true, false])
    func agreesWithTheDefinition(setting: Setting, isInPlace: Bool) {
        var random = Random(seed: setting.channels + setting.lanes)
        func some(_ count: Int) -> [Float] { (0..<count).map { _ in random.next() } }
        let (batch, area, squeezed, channels) = (Self.batch, Self.area, Self.squeezed, setting.channels)
        let groups = (channels + setting.lanes - 1) / setting.lanes
        let (padded, hidden) = (groups * setting.lanes, 16)
        // In memory: picture, group, pixel, lane.
        var map = [Float](repeating: 0, count: batch * padded * area)
        func place(_ n: Int, _ c: Int, _ p: Int) -> Int {
            ((n * groups + c / setting.lanes) * area + p) * setting.lanes + c % setting.lanes
        }
        for n in 0..<batch {
            for c in 0..<channels { for p in 0..<area { map[place(n, c, p)] = Self.rounded(random.next(), setting) } }
        }
        let (reduce, reduceBias) = (some(squeezed * channels), some(squeezed))
        let (expand, expandBias) = (some(channels * squeezed), some(channels))

        // As the definition has it.
        var expected = map
        for n in 0..<batch {
            let means = (0..<channels).map { c in
                (0..<area).reduce(0.0) { $0 + Double(map[place(n, c, $1)]) } / Double(area)
            }
            let inner = (0..<squeezed).map { s in
                max(
                    0,
                    (0..<channels).reduce(Double(reduceBias[s])) { $0 + Double(reduce[s * channels + $1]) * means[$1] })
            }
            for c in 0..<channels {
                let sum = (0..<squeezed).reduce(Double(expandBias[c])) {
                    $0 + Double(expand[c * squeezed + $1]) * inner[$1]
                }
                let factor = 1 / (1 + exp(-sum))
                for p in 0..<area { expected[place(n, c, p)] *= Float(factor) }
            }
        }

        // As the kernel wants it: input index slowest, filled up with zeros.
        var matrices = [Float](repeating: 0, count: 2 * padded * hidden + hidden + padded)
        for c in 0..<channels {
            for s in 0..<squeezed {
                matrices[c * hidden + s] = reduce[s * channels + c]
                matrices[padded * hidden + hidden + s * padded + c] = expand[c * squeezed + s]
            }
            matrices[2 * padded * hidden + hidden + c] = expandBias[c]
        }
        for s in 0..<squeezed { matrices[padded * hidden + s] = reduceBias[s] }

        let ours = matrices.withUnsafeMutableBufferPointer { matrices in
            let start = matrices.baseAddress!
            var parameters = excite_t(
                map: excite_map_t(
                    batch: Int32(batch), groups: Int32(groups), lanes: Int32(setting.lanes), area: Int32(area),
                    is_bf16: setting.isBF16 ? 1 : 0), channels: Int32(channels), squeezed: Int32(squeezed),
                hidden: Int32(hidden), activation: Int32(DNN_ACTIVATION_RELU), threads: Int32(setting.threads),
                reduce: start, reduce_bias: start + padded * hidden, expand: start + padded * hidden + hidden,
                expand_bias: start + 2 * padded * hidden + hidden)
            return Self.run(&parameters, map, setting, isInPlace)
        }
        let tolerance: Float = setting.isBF16 ? 0x1p-8 : 1e-6
        var worst: Float = 0
        for i in map.indices { worst = max(worst, abs(ours[i] - expected[i]) / max(1e-3, abs(expected[i]))) }
        #expect(worst <= tolerance)
    }

    /// Both steps, in memory of the map's own type.
    private static func run(
        _ parameters: inout excite_t, _ map: [Float], _ setting: Setting, _ isInPlace: Bool
    ) -> [Float] {
        let bytes = map.count * (setting.isBF16 ? 2 : 4)
        let from = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        let to = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        let work = UnsafeMutablePointer<Float>.allocate(capacity: batch * excite_floats(&parameters))
        defer {
            from.deallocate()
            to.deallocate()
            work.deallocate()
        }
        for (i, value) in map.enumerated() {
            if setting.isBF16 {
                from.storeBytes(of: UInt16(value.bitPattern >> 16), toByteOffset: 2 * i, as: UInt16.self)
            } else {
                from.storeBytes(of: value, toByteOffset: 4 * i, as: Float.self)
            }
        }
        let out = isInPlace ? from : to
        let places: [UnsafeMutableRawPointer?] = [from, UnsafeMutableRawPointer(work), out]
        excite_factors(&parameters, places)
        excite_apply(&parameters, places)
        return map.indices.map { i in
            setting.isBF16
                ? Float(bitPattern: UInt32(out.load(fromByteOffset: 2 * i, as: UInt16.self)) << 16)
                : out.load(fromByteOffset: 4 * i, as: Float.self)
        }
    }

    /// What a map of this type can hold.
    private static func rounded(_ value: Float, _ setting: Setting) -> Float {
        setting.isBF16 ? Float(bitPattern: value.bitPattern & 0xFFFF_0000) : value
    }
}
