import Disk

/// Reads one pickle (protocols 0 to 5, as far as PyTorch's savers use them) and can build nothing but plain data and
/// descriptions of tensors. A pickle is a program; this machine has no instruction that calls what the pickle names:
/// the three functions that saved tensors need are recognised by name and done here, everything else is refused.
struct Unpickler {
    var heap = PickleHeap()
    var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]

    /// A tensor takes some fifty instructions, so this is room for 160,000; it bounds what a hostile pickle can
    /// pile up.
    static let instructionLimit = 8_000_000

    /// Runs the pickle at the cursor, which is left after its STOP.
    static func read(_ cursor: inout ByteCursor) throws(PickleFault) -> (value: PickleValue, heap: PickleHeap) {
        var machine = Unpickler()
        for _ in 0..<instructionLimit {
            let code = try cursor.byte()
            if code == UInt8(ascii: ".") { return (try machine.pop(), machine.heap) }
            guard let instruction = PickleInstruction(rawValue: code) else {
                throw .malformed("holds 0x\(String(code, radix: 16)) where a pickle instruction should stand")
            }
            try machine.perform(instruction, &cursor)
        }
        throw .malformed("has more instructions than any network needs")
    }

    private mutating func perform(_ instruction: PickleInstruction, _ cursor: inout ByteCursor) throws(PickleFault) {
        switch instruction {
        case .proto:
            let version = try cursor.byte()
            guard version <= 5 else { throw .malformed("is of pickle protocol \(version); 5 is the newest known") }
        case .frame: _ = try cursor.length()
        case .mark: marks.append(stack.count)
        case .pop: _ = try pop()
        case .popMark: _ = try popToMark()
        case .dup: stack.append(try top())

        case .none: stack.append(.none)
        case .newTrue: stack.append(.bool(true))
        case .newFalse: stack.append(.bool(false))
        case .binInt: stack.append(.integer(Int(try cursor.integer(Int32.self))))
        case .binInt1: stack.append(.integer(Int(try cursor.byte())))
        case .binInt2: stack.append(.integer(Int(try cursor.integer(UInt16.self))))
        case .long1: stack.append(Self.integer(try cursor.take(Int(try cursor.byte()))))
        case .long4: stack.append(Self.integer(try cursor.take(Int(try cursor.integer(Int32.self)))))
        case .int, .long: stack.append(try Self.integer(line: try cursor.line()))
        case .binFloat: stack.append(.float(Double(bitPattern: try cursor.integer(UInt64.self).byteSwapped)))

        case .shortBinUnicode: stack.append(.text(try cursor.text(Int(try cursor.byte()))))
        case .binUnicode: stack.append(.text(try cursor.text(Int(try cursor.integer(UInt32.self)))))
        case .binUnicode8: stack.append(.text(try cursor.text(try cursor.length())))
        // Python 2 wrote names as byte strings.
        case .shortBinString: stack.append(.text(try cursor.text(Int(try cursor.byte()))))
        case .binString: stack.append(.text(try cursor.text(Int(try cursor.integer(Int32.self)))))
        case .shortBinBytes: stack.append(.bytes(Array(try cursor.take(Int(try cursor.byte())))))
        case .binBytes: stack.append(.bytes(Array(try cursor.take(Int(try cursor.integer(UInt32.self))))))
        case .binBytes8: stack.append(.bytes(Array(try cursor.take(try cursor.length()))))

        case .emptyTuple: stack.append(.tuple(heap.sequence([])))
        case .tuple1: try makeTuple(1)
        case .tuple2: try makeTuple(2)
        case .tuple3: try makeTuple(3)
        case .tuple: stack.append(.tuple(heap.sequence(try popToMark())))
        case .emptyList: stack.append(.list(heap.sequence([])))
        case .list: stack.append(.list(heap.sequence(try popToMark())))
        case .append: try append([try pop()])
        case .appends: try append(try popToMark())
        case .emptyDict: stack.append(.dictionary(heap.dictionary()))
        case .dict:
            let items = try popToMark()
            stack.append(.dictionary(heap.dictionary()))
            try set(items)
        case .setItem:
            let value = try pop()
            try set([try pop(), value])
        case .setItems: try set(try popToMark())

        case .put: try remember(try Self.memoIndex(try cursor.line()))
        case .binPut: try remember(Int(try cursor.byte()))
        case .longBinPut: try remember(Int(try cursor.integer(UInt32.self)))
        case .memoize: try remember(memo.count)
        case .get: stack.append(try recall(try Self.memoIndex(try cursor.line())))
        case .binGet: stack.append(try recall(Int(try cursor.byte())))
        case .longBinGet: stack.append(try recall(Int(try cursor.integer(UInt32.self))))

        case .global: stack.append(.global(try TorchGlobal(module: try cursor.line(), name: try cursor.line())))
        case .stackGlobal:
            guard case .text(let name) = try pop(), case .text(let module) = try pop() else {
                throw .unsafe("a function whose name is no text")
            }
            stack.append(.global(try TorchGlobal(module: module, name: name)))
        case .binPersID: try makeStorage()
        case .reduce: try reduce()
        case .build: try build()

        case .inst: throw .unsafe("\(try cursor.line()).\(try cursor.line())".printable)
        case .obj, .newObj, .newObjEx: throw .unsafe("\(try constructed(instruction)) (\(instruction))")
        case .ext1, .ext2, .ext4: throw .unsafe("a function from the extension registry")
        case .persID, .emptySet, .addItems, .frozenSet, .byteArray8, .nextBuffer, .readOnlyBuffer, .float, .string,
            .unicode:
            throw .malformed("holds the pickle instruction \(instruction), which saved tensors do not need")
        }
    }

    private func constructed(_ instruction: PickleInstruction) throws(PickleFault) -> String {
        let first = instruction == .obj ? marks.last ?? 0 : stack.count - (instruction == .newObj ? 2 : 3)
        guard stack.indices.contains(first), case .global(let global) = stack[first] else { return "a constructor" }
        return global.description
    }
}

// MARK: - Stack, memo and containers

extension Unpickler {
    mutating func pop() throws(PickleFault) -> PickleValue {
        guard stack.count > marks.last ?? 0, let value = stack.popLast() else {
            throw .malformed("takes a value that is not there")
        }
        return value
    }

    func top() throws(PickleFault) -> PickleValue {
        guard stack.count > marks.last ?? 0, let value = stack.last else {
            throw .malformed("takes a value that is not there")
        }
        return value
    }

    private mutating func popToMark() throws(PickleFault) -> [PickleValue] {
        guard let mark = marks.popLast(), mark <= stack.count else { throw .malformed("has no mark to go back to") }
        let items = Array(stack[mark...])
        stack.removeSubrange(mark...)
        return items
    }

    private mutating func makeTuple(_ count: Int) throws(PickleFault) {
        var items: [PickleValue] = []
        for _ in 0..<count { items.append(try pop()) }
        stack.append(.tuple(heap.sequence(items.reversed())))
    }

    private mutating func append(_ items: [PickleValue]) throws(PickleFault) {
        guard case .list(let index) = try top() else { throw .malformed("appends to what is no list") }
        heap.sequences[index] += items
    }

    private mutating func set(_ items: [PickleValue]) throws(PickleFault) {
        guard case .dictionary(let index) = try top() else { throw .malformed("sets a key of what is no dictionary") }
        guard items.count.isMultiple(of: 2) else { throw .malformed("has a key without a value") }
        for i in stride(from: 0, to: items.count, by: 2) { heap.dictionaries[index].append((items[i], items[i + 1])) }
    }

    private mutating func remember(_ index: Int) throws(PickleFault) { memo[index] = try top() }

    private func recall(_ index: Int) throws(PickleFault) -> PickleValue {
        guard let value = memo[index] else { throw .malformed("recalls value \(index), which it never kept") }
        return value
    }

    private static func memoIndex(_ line: String) throws(PickleFault) -> Int {
        guard let index = Int(line), index >= 0 else { throw .malformed("recalls a value by no number") }
        return index
    }

    private static func integer(line: String) throws(PickleFault) -> PickleValue {
        switch line {
        case "00": return .bool(false)
        case "01": return .bool(true)
        default:
            guard let integer = Int(line.hasSuffix("L") ? String(line.dropLast()) : line) else {
                throw .malformed("holds a number that is none")
            }
            return .integer(integer)
        }
    }

    /// Little-endian two's complement of any length.
    private static func integer(_ bytes: UnsafeRawBufferPointer) -> PickleValue {
        guard bytes.count <= 8 else { return .longInteger(Array(bytes)) }
        var value = (bytes.last ?? 0) & 0x80 == 0 ? 0 : -1
        for byte in bytes.reversed() { value = value << 8 | Int(byte) }
        return .integer(value)
    }
}
