import Network
import SystemPackage
import Testing

/// PyTorch's old format: what is read, and how much is refused.
struct TorchTests {
    static let path = FilePath("weights.pth")

    @Test func readsViewsInAnyMemoryOrder() throws {
        let values = (0..<6).map(Float.init)
        let half = TorchFixture.Entry(
            name: "half", storage: "7", type: "HalfStorage", count: 2, shape: [2], strides: [1],
            data: [0x00, 0x3C, 0x00, 0xC0])
        let brain = TorchFixture.Entry(
            name: "brain", storage: "8", type: "BFloat16Storage", count: 1, shape: [], strides: [], data: [0x80, 0x3F])
        let counter = TorchFixture.Entry(
            name: "count", storage: "9", type: "LongStorage", count: 1, shape: [], strides: [],
            data: [5, 0, 0, 0, 0, 0, 0, 0])
        let fixture = TorchFixture([
            .floats("plain", "1", values, shape: [2, 3], strides: [3, 1]),
            .floats("transposed", "2", values, shape: [2, 3], strides: [1, 2]),
            .floats("part", "3", values, shape: [2], strides: [2], offset: 3),
            half, brain, counter,
        ])
        let checkpoint = try Checkpoint.parse(fixture.bytes, Self.path)
        #expect(checkpoint.tensors["plain"] == Tensor(shape: [2, 3], values: [0, 1, 2, 3, 4, 5]))
        #expect(checkpoint.tensors["transposed"] == Tensor(shape: [2, 3], values: [0, 2, 4, 1, 3, 5]))
        #expect(checkpoint.tensors["part"] == Tensor(shape: [2], values: [3, 5]))
        #expect(checkpoint.tensors["half"] == Tensor(shape: [2], values: [1, -2]))
        #expect(checkpoint.tensors["brain"] == Tensor(shape: [], values: [1]))
        #expect(checkpoint.tensors["count"] == nil, "counters are no weights")
        #expect(checkpoint.tensors.count == 5)
    }

    /// Pickles that ask for more than tensors, and the name that the refusal must say.
    static let attacks: [(String, [UInt8], String)] = {
        func pickle(_ write: (inout PickleWriter) -> Void) -> [UInt8] {
            var writer = PickleWriter()
            write(&writer)
            writer.stop()
            return writer.bytes
        }
        return [
            (
                "GLOBAL and REDUCE",
                pickle {
                    $0.global("posix", "system")
                    $0.mark()
                    $0.text("touch /tmp/run")
                    $0.raw(Array("tR".utf8))
                }, "posix.system"
            ),
            (
                "STACK_GLOBAL",
                pickle {
                    $0.text("builtins")
                    $0.text("exec")
                    $0.raw([0x93])
                }, "builtins.exec"
            ),
            ("INST", pickle { $0.raw(Array("(ios\nsystem\n".utf8)) }, "os.system"),
            (
                "OBJ",
                pickle {
                    $0.mark()
                    $0.global("collections", "OrderedDict")
                    $0.op("o")
                }, "collections.OrderedDict"
            ),
            (
                "NEWOBJ",
                pickle {
                    $0.global("collections", "OrderedDict")
                    $0.raw([UInt8(ascii: ")"), 0x81])
                }, "collections.OrderedDict"
            ),
            (
                "BUILD on a text",
                pickle {
                    $0.text("x")
                    $0.raw(Array("}b".utf8))
                }, "__setstate__"
            ),
            (
                "REDUCE of a storage type",
                pickle {
                    $0.global("torch", "FloatStorage")
                    $0.raw(Array(")R".utf8))
                }, "torch.FloatStorage"
            ),
            (
                "REDUCE of a text",
                pickle {
                    $0.text("eval")
                    $0.raw(Array(")R".utf8))
                }, "no function"
            ),
            ("EXT1", pickle { $0.raw([0x82, 1]) }, "extension registry"),
            ("torch.load", pickle { $0.global("torch", "load") }, "torch.load"),
            ("a name with an escape sequence", pickle { $0.global("os\u{1B}[2J", "system") }, "os\\x1B[2J.system"),
        ]
    }()

    @Test(arguments: attacks.indices)
    func refusesToRunAnything(index: Int) throws {
        let (_, pickle, name) = Self.attacks[index]
        let fixture = TorchFixture([.floats("a", "1", [1], shape: [1], strides: [1])])
        let error = try #require(throws: NetworkError.self) {
            try Checkpoint.parse(fixture.bytes(with: pickle), Self.path)
        }
        #expect(error.code == .unsafe)
        #expect(error.message.contains(name))
        #expect(error.message.contains("nothing was run"))
        #expect(error.description.hasPrefix("weights.pth: "))
        #expect(!error.description.contains("\n") && !error.description.contains("\u{1B}"))
    }

    /// Pickles that are nonsense.
    static let nonsense: [[UInt8]] = [
        // Recalls what was never kept.
        [0x80, 2] + Array("h\u{09}.".utf8),
        [0x80, 2] + Array("g99\n.".utf8),
        [0x80, 2] + Array("g-1\n.".utf8),
        [0x80, 2, UInt8(ascii: "j"), 0xFF, 0xFF, 0xFF, 0xFF, UInt8(ascii: ".")],
        // Takes from an empty stack, and across a mark.
        [0x80, 2] + Array("0.".utf8),
        [0x80, 2] + Array("t.".utf8),
        [0x80, 2] + Array("N(0.".utf8),
        [0x80, 2] + Array("R.".utf8),
        // Lengths that are negative, and longer than the file.
        [0x80, 2, 0x8B, 0xFF, 0xFF, 0xFF, 0xFF, UInt8(ascii: ".")],
        [0x80, 2, UInt8(ascii: "X"), 0xFF, 0xFF, 0xFF, 0x7F, UInt8(ascii: ".")],
        [0x80, 2, 0x8D] + Array(repeating: 0xFF, count: 8) + [UInt8(ascii: ".")],
        [0x80, 2, UInt8(ascii: "T"), 0xFF, 0xFF, 0xFF, 0xFF, UInt8(ascii: ".")],
        // Unknown instruction, unknown protocol, no end.
        [0x80, 2, 0xFE], [0x80, 99, UInt8(ascii: ".")], [0x80, 2, UInt8(ascii: "N")],
        // No dictionary.
        [0x80, 2] + Array("N.".utf8),
        [0x80, 2] + Array("}.".utf8),
        // Text that is no UTF-8.
        [0x80, 2, UInt8(ascii: "X"), 1, 0, 0, 0, 0xFF, UInt8(ascii: ".")],
        // A dictionary with a key and no value.
        [0x80, 2] + Array("}(Nu.".utf8),
    ]

    @Test(arguments: nonsense.indices)
    func refusesNonsense(index: Int) throws {
        let fixture = TorchFixture([.floats("a", "1", [1], shape: [1], strides: [1])])
        let error = try #require(throws: NetworkError.self) {
            try Checkpoint.parse(fixture.bytes(with: Self.nonsense[index]), Self.path)
        }
        #expect(error.code == .malformed)
    }

    /// Tensors outside their storage, or storages that are none.
    static let misfits: [TorchFixture.Entry] = [
        .floats("a", "1", [1, 2], shape: [3], strides: [1]),
        .floats("a", "1", [1, 2], shape: [2], strides: [2]),
        .floats("a", "1", [1, 2], shape: [2], strides: [1], offset: 1),
        .floats("a", "1", [1, 2], shape: [2], strides: [1], offset: -1),
        .floats("a", "1", [1, 2], shape: [-1], strides: [1]),
        .floats("a", "1", [1, 2], shape: [2], strides: [-1], offset: 1),
        .floats("a", "1", [1, 2], shape: [2], strides: [Int.max]),
        .floats("a", "1", [1, 2], shape: [Int.max, Int.max], strides: [1, 1]),
        .floats("a", "1", [1, 2], shape: [1_000_000], strides: [0]),
        .floats("a", "1", [1, 2], shape: [2], strides: []),
        .floats("a", "1", [1, .nan], shape: [2], strides: [1]),
        .floats("a", "1", [1, -.infinity], shape: [2], strides: [1]),
        .init(name: "a", storage: "1", count: -1, shape: [1], strides: [1], data: [0, 0, 0, 0]),
        .init(name: "a", storage: "1", count: .max, shape: [1], strides: [1], data: [0, 0, 0, 0]),
        .init(name: "a", storage: "1", count: 3, shape: [1], strides: [1], data: [0, 0, 0, 0]),
    ]

    @Test(arguments: misfits.indices)
    func refusesTensorsOutsideTheirStorage(index: Int) throws {
        let error = try #require(throws: NetworkError.self) {
            try Checkpoint.parse(TorchFixture([Self.misfits[index]]).bytes, Self.path)
        }
        #expect(error.code == .malformed)
    }

    @Test func refusesTruncationAnywhereAndBytesAfterTheEnd() throws {
        let bytes = TorchFixture([.floats("a", "1", [1, 2], shape: [2], strides: [1])]).bytes
        _ = try Checkpoint.parse(bytes, Self.path)
        for length in 0..<bytes.count {
            #expect(throws: NetworkError.self) { try Checkpoint.parse(Array(bytes[..<length]), Self.path) }
        }
        #expect(throws: NetworkError.self) { try Checkpoint.parse(bytes + [0], Self.path) }
    }

    /// A pickle can nest by a byte a level, and put a list into itself.
    @Test func nestingCostsNoStack() throws {
        let fixture = TorchFixture([.floats("a", "1", [1], shape: [1], strides: [1])])
        let bomb = [0x80, 2, UInt8(ascii: ")")] + Array(repeating: 0x85, count: 300_000) + [UInt8(ascii: ".")]
        #expect(throws: NetworkError.self) { try Checkpoint.parse(fixture.bytes(with: bomb), Self.path) }
        let marks = [0x80, 2] + Array(repeating: UInt8(ascii: "("), count: 300_000) + [UInt8(ascii: ".")]
        #expect(throws: NetworkError.self) { try Checkpoint.parse(fixture.bytes(with: marks), Self.path) }
        let snake = [0x80, 2] + Array("]q\u{01}h\u{01}a.".utf8)
        #expect(throws: NetworkError.self) { try Checkpoint.parse(fixture.bytes(with: snake), Self.path) }
    }

    /// Many tensors may show one storage, but not so often that memory is gone.
    @Test func refusesAmplification() throws {
        let values = [Float](repeating: 1, count: 1000)
        let first = TorchFixture.Entry.floats("0", "1", values, shape: [1000], strides: [1])
        let views = (1..<50).map { i in
            var view = first
            (view.name, view.data) = ("\(i)", [])
            return view
        }
        _ = try Checkpoint.parse(TorchFixture([first] + views.prefix(3)).bytes, Self.path)
        #expect(throws: NetworkError.self) { try Checkpoint.parse(TorchFixture([first] + views).bytes, Self.path) }
    }

    @Test func saysWhatIsNoCheckpoint() throws {
        for bytes in [[], [0], Array("hello, this is a text".utf8), Array(repeating: 0, count: 100)] as [[UInt8]] {
            let error = try #require(throws: NetworkError.self) { try Checkpoint.parse(bytes, Self.path) }
            #expect(error.code == .malformed)
        }
    }
}
