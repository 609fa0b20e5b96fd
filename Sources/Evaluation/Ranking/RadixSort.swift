import Dispatch
import Foundation

/// Sorts non-negative integers ascending by their bits from `firstBit` up; lower bits ride along as payload, and
/// elements that agree above keep their order.
///
/// Least-significant-digit radix sort with 11-bit digits (Knuth, The Art of Computer Programming 3, 5.2.5), each pass
/// cut into slices that count and scatter in parallel. Takes a second buffer of the same size. A digit that is the
/// same in every element costs one reading and no writing.
enum RadixSort {
    typealias Integer = FixedWidthInteger & UnsignedInteger & Sendable

    private static let digitBits = 11
    private static let radix = 1 << digitBits
    /// Below this a second thread costs more than it saves.
    private static let smallestSlice = 1 << 16

    static func sort<Element: Integer>(_ elements: inout [Element], fromBit firstBit: Int = 0) {
        let count = elements.count
        guard count > 1 else { return }
        var scratch = [Element](unsafeUninitializedCapacity: count) { _, initialized in
            // A pass writes every element before the next one reads any; integers need no other start.
            initialized = count
        }
        for shift in stride(from: firstBit, to: Element.bitWidth, by: digitBits)
        where pass(from: elements, to: &scratch, shift: shift) {
            swap(&elements, &scratch)
        }
    }

    /// Scatters `source` into `target` by the digit at `shift`; `false`, with `target` untouched, where all agree.
    private static func pass<Element: Integer>(
        from source: [Element], to target: inout [Element], shift: Int
    ) -> Bool {
        let count = source.count
        let slices = max(1, min(ProcessInfo.processInfo.activeProcessorCount, count / smallestSlice))
        // One row for each slice: how often it has each digit, then where its next element with that digit goes.
        var table = [Int](repeating: 0, count: slices * radix)
        return source.withUnsafeBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target in
                table.withUnsafeMutableBufferPointer { table in
                    // Each slice reads its own part of `source`, owns its row of `table`, and writes to places of
                    // `target` that its row alone leads to: no two slices touch the same memory.
                    nonisolated(unsafe) let (source, target, table) = (source, target, table)
                    DispatchQueue.concurrentPerform(iterations: slices) { slice in
                        let row = UnsafeMutableBufferPointer(rebasing: table[(slice * radix)..<((slice + 1) * radix)])
                        for i in (count * slice / slices)..<(count * (slice + 1) / slices) {
                            row[digit(source[i], shift)] += 1
                        }
                    }
                    guard !isOneDigit(table, count: count, slices: slices) else { return false }
                    turnCountsIntoPlaces(table, slices: slices)
                    DispatchQueue.concurrentPerform(iterations: slices) { slice in
                        let row = UnsafeMutableBufferPointer(rebasing: table[(slice * radix)..<((slice + 1) * radix)])
                        for i in (count * slice / slices)..<(count * (slice + 1) / slices) {
                            let element = source[i]
                            let digit = digit(element, shift)
                            target[row[digit]] = element
                            row[digit] += 1
                        }
                    }
                    return true
                }
            }
        }
    }

    @inline(__always)
    private static func digit<Element: Integer>(_ element: Element, _ shift: Int) -> Int {
        Int(truncatingIfNeeded: element &>> Element(truncatingIfNeeded: shift)) & (radix - 1)
    }

    private static func isOneDigit(_ table: UnsafeMutableBufferPointer<Int>, count: Int, slices: Int) -> Bool {
        for digit in 0..<radix {
            let total = (0..<slices).reduce(0) { $0 + table[$1 * radix + digit] }
            if total > 0 { return total == count }
        }
        return true
    }

    /// Digits ascending, and within a digit the slices in their order, so that equal elements keep theirs.
    private static func turnCountsIntoPlaces(_ table: UnsafeMutableBufferPointer<Int>, slices: Int) {
        var place = 0
        for digit in 0..<radix {
            for slice in 0..<slices {
                let size = table[slice * radix + digit]
                table[slice * radix + digit] = place
                place += size
            }
        }
    }
}
