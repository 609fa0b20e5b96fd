import Raster
import Testing

@Suite struct NPYTests {
    @Test func headerAndDataAreNumPys() {
        let plane = Plane(width: 3, height: 2, values: [0, 1, -2, 0.5, .infinity, 1e-3])
        let bytes = plane.encodedNPY()
        #expect(Array(bytes[..<8]) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0])
        let length = Int(bytes[8]) + Int(bytes[9]) << 8
        #expect((10 + length) % 64 == 0)
        let header = String(decoding: bytes[10..<10 + length], as: UTF8.self)
        #expect(header.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"))
        #expect(header.hasSuffix("\n"))
        let values = (0..<6).map { i in
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[10 + length + 4 * i + $1]) << (8 * UInt32($1)) })
        }
        #expect(values == plane.values)
        #expect(bytes.count == 10 + length + 24)
    }
}
