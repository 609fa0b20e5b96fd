extension Mask {
    /// The 8-connected regions of the defective pixels, in the order of their first pixels.
    ///
    /// Rows are cut into runs, runs that touch one of the row above are united (union-find), and each run is then
    /// written out once: time grows with the pixels, not with the regions.
    public func regions() -> [Region] {
        var runs = Runs()
        values.withUnsafeBufferPointer { runs.collect($0, width: width, height: height) }
        return runs.regions(width: width)
    }
}

/// Horizontal runs of defective pixels, united into regions.
private struct Runs {
    private struct Run {
        let y: Int
        let start: Int
        /// One past the last column.
        let end: Int
    }

    private var runs: [Run] = []
    /// For each run another of its region with a smaller index; itself at the root.
    private var parents: [Int] = []

    mutating func collect(_ values: UnsafeBufferPointer<UInt8>, width: Int, height: Int) {
        var above = 0..<0
        for y in 0..<height {
            let first = runs.count
            var x = 0
            while x < width {
                if values[y * width + x] == 0 {
                    x += 1
                    continue
                }
                let start = x
                while x < width, values[y * width + x] != 0 { x += 1 }
                runs.append(Run(y: y, start: start, end: x))
                parents.append(runs.count - 1)
            }
            unite(first..<runs.count, with: above)
            above = first..<runs.count
        }
    }

    /// Both rows are sorted, so one walk along them finds every contact, corners included.
    private mutating func unite(_ row: Range<Int>, with above: Range<Int>) {
        var i = row.lowerBound
        var j = above.lowerBound
        while i < row.upperBound, j < above.upperBound {
            if runs[i].start <= runs[j].end, runs[j].start <= runs[i].end { join(i, j) }
            if runs[i].end < runs[j].end { i += 1 } else { j += 1 }
        }
    }

    private mutating func root(_ run: Int) -> Int {
        var run = run
        while parents[run] != run {
            parents[run] = parents[parents[run]]
            run = parents[run]
        }
        return run
    }

    private mutating func join(_ a: Int, _ b: Int) {
        let (a, b) = (root(a), root(b))
        parents[max(a, b)] = min(a, b)
    }

    mutating func regions(width: Int) -> [Region] {
        var members: [[Int]] = []
        var numbers = [Int](repeating: -1, count: runs.count)
        for run in runs.indices {
            let root = root(run)
            if numbers[root] >= 0 {
                members[numbers[root]].append(run)
            } else {
                numbers[root] = members.count
                members.append([run])
            }
        }
        return members.map { region($0.map { runs[$0] }, width) }
    }

    private func region(_ runs: [Run], _ width: Int) -> Region {
        var pixels: [Int] = []
        pixels.reserveCapacity(runs.reduce(0) { $0 + $1.end - $1.start })
        var (left, right) = (Int.max, 0)
        for run in runs {
            pixels += (run.y * width + run.start)..<(run.y * width + run.end)
            left = min(left, run.start)
            right = max(right, run.end)
        }
        // Runs come in the order of rows.
        let top = runs.first?.y ?? 0
        let bottom = runs.last?.y ?? 0
        return Region(pixels: pixels, box: .init(x: left, y: top, width: right - left, height: bottom - top + 1))
    }
}
