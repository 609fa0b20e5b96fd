/// A compiled terminal description: read, changed and written in memory, so that a terminal can be described better
/// than its installed entry without a compiler, a file or a folder. Format: term(5) of ncurses, both the 16-bit one
/// (magic 0432) and the one with 32-bit numbers (01036), with the extended section.
package struct CompiledDescription: Equatable, Sendable {
    /// `name|alias|long name`.
    package var names: [UInt8]
    package var booleans: [UInt8]
    /// -1 absent, -2 cancelled.
    package var numbers: [Int32]
    package var strings: [[UInt8]?]
    package var extendedBooleans: [Named<UInt8>] = []
    package var extendedNumbers: [Named<Int32>] = []
    package var extendedStrings: [Named<[UInt8]?>] = []

    package struct Named<Value: Equatable & Sendable>: Equatable, Sendable {
        package var name: [UInt8]
        package var value: Value
    }

    private static let shortMagic = 0o432
    private static let longMagic = 0o1036

    /// nil when the bytes are no description or break off.
    package init?(_ bytes: [UInt8]) {
        var reader = Reader(bytes)
        guard let magic = reader.short(), magic == Self.shortMagic || magic == Self.longMagic,
            let nameSize = reader.short(), let booleanCount = reader.short(), let numberCount = reader.short(),
            let stringCount = reader.short(), let tableSize = reader.short(),
            let names = reader.bytes(nameSize), let booleans = reader.bytes(booleanCount)
        else { return nil }
        reader.align()
        let wide = magic == Self.longMagic
        guard let numbers = reader.numbers(numberCount, wide: wide), let offsets = reader.shorts(stringCount),
            let table = reader.bytes(tableSize)
        else { return nil }
        self.names = Array(names.prefix { $0 != 0 })
        self.booleans = booleans
        self.numbers = numbers
        strings = offsets.map { Self.string(table, at: $0) }
        reader.align()
        if !reader.isAtEnd { readExtended(&reader, wide: wide) }
    }

    /// An extended section that cannot be read is left out: it only adds.
    private mutating func readExtended(_ reader: inout Reader, wide: Bool) {
        guard let booleanCount = reader.short(), let numberCount = reader.short(), let stringCount = reader.short(),
            reader.short() != nil, let tableSize = reader.short(), let booleans = reader.bytes(booleanCount)
        else { return }
        reader.align()
        guard let numbers = reader.numbers(numberCount, wide: wide), let offsets = reader.shorts(stringCount),
            let nameOffsets = reader.shorts(booleanCount + numberCount + stringCount),
            let table = reader.bytes(tableSize)
        else { return }
        let values = offsets.map { Self.string(table, at: $0) }
        // The names follow the values; their offsets count from there.
        let base = values.reduce(0) { $0 + ($1.map { $0.count + 1 } ?? 0) }
        let names = nameOffsets.compactMap { Self.string(table, at: base + $0) }
        guard names.count == nameOffsets.count else { return }
        extendedBooleans = zip(names, booleans).map { Named(name: $0, value: $1) }
        extendedNumbers = zip(names.dropFirst(booleanCount), numbers).map { Named(name: $0, value: $1) }
        extendedStrings = zip(names.dropFirst(booleanCount + numberCount), values).map { Named(name: $0, value: $1) }
    }

    private static func string(_ table: [UInt8], at offset: Int) -> [UInt8]? {
        guard offset >= 0, offset < table.count else { return nil }
        return Array(table[offset...].prefix { $0 != 0 })
    }

    /// The description with 32-bit numbers, as ncurses 6.1 and later read it.
    package var bytes: [UInt8] {
        var writer = Writer()
        let (offsets, table) = Self.table(strings)
        for count in [Self.longMagic, names.count + 1, booleans.count, numbers.count, strings.count, table.count] {
            writer.short(count)
        }
        writer.bytes += names + [0] + booleans
        writer.align()
        numbers.forEach { writer.number($0) }
        offsets.forEach { writer.short($0) }
        writer.bytes += table
        writer.align()
        let allNames = extendedBooleans.map(\.name) + extendedNumbers.map(\.name) + extendedStrings.map(\.name)
        guard !allNames.isEmpty else { return writer.bytes }
        let (valueOffsets, values) = Self.table(extendedStrings.map(\.value))
        let (nameOffsets, nameTable) = Self.table(allNames)
        for count in [
            extendedBooleans.count, extendedNumbers.count, extendedStrings.count,
            extendedStrings.count + allNames.count, values.count + nameTable.count,
        ] { writer.short(count) }
        writer.bytes += extendedBooleans.map(\.value)
        writer.align()
        extendedNumbers.forEach { writer.number($0.value) }
        (valueOffsets + nameOffsets).forEach { writer.short($0) }
        writer.bytes += values + nameTable
        return writer.bytes
    }

    private static func table(_ strings: [[UInt8]?]) -> (offsets: [Int], table: [UInt8]) {
        var table: [UInt8] = []
        let offsets = strings.map { string -> Int in
            guard let string else { return -1 }
            defer { table += string + [0] }
            return table.count
        }
        return (offsets, table)
    }
}

/// Little-endian fields in order; every read may find the end.
private struct Reader {
    private let source: [UInt8]
    private var at = 0

    init(_ source: [UInt8]) { self.source = source }

    var isAtEnd: Bool { at >= source.count }

    mutating func bytes(_ count: Int) -> [UInt8]? {
        guard count >= 0, at + count <= source.count else { return nil }
        defer { at += count }
        return Array(source[at..<at + count])
    }

    /// Sections of numbers begin at even places.
    mutating func align() { at += at & 1 }

    mutating func short() -> Int? {
        bytes(2).map { Int(Int16(truncatingIfNeeded: Int($0[0]) | Int($0[1]) << 8)) }
    }

    mutating func shorts(_ count: Int) -> [Int]? {
        guard count >= 0 else { return nil }
        var values: [Int] = []
        for _ in 0..<count {
            guard let value = short() else { return nil }
            values.append(value)
        }
        return values
    }

    mutating func numbers(_ count: Int, wide: Bool) -> [Int32]? {
        guard wide else { return shorts(count)?.map { Int32($0) } }
        return bytes(4 * count).map { bytes in
            (0..<count).map { index in
                (0..<4).reduce(Int32(0)) { $0 | Int32(truncatingIfNeeded: UInt32(bytes[4 * index + $1]) << (8 * $1)) }
            }
        }
    }
}

private struct Writer {
    var bytes: [UInt8] = []

    mutating func align() { if bytes.count & 1 == 1 { bytes.append(0) } }

    mutating func short(_ value: Int) {
        bytes += [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }

    mutating func number(_ value: Int32) {
        for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
}
