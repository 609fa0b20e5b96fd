import Raster

/// The connected regions of a mask: defect pixels that touch by a side or a corner (8-connected). Regions never reach
/// around the end of a row.
struct DefectRegions {
    /// `width · height` values: 0 outside defects, else the region's number from 1.
    let labels: [UInt32]
    /// Pixels of each region; region `i` has the label `i + 1`.
    let sizes: [Int]

    /// Two passes with union–find (Rosenfeld & Pfaltz 1966): every pixel takes the label of a neighbour above or to the
    /// left and notes which labels met; then the met labels become one.
    init(_ mask: Mask) {
        let (width, height) = (mask.width, mask.height)
        var labels = [UInt32](repeating: 0, count: width * height)
        var parents: [UInt32] = [0]

        func root(_ label: UInt32) -> UInt32 {
            var label = label
            while parents[Int(label)] != label {
                parents[Int(label)] = parents[Int(parents[Int(label)])]
                label = parents[Int(label)]
            }
            return label
        }

        for y in 0..<height {
            for x in 0..<width where mask.values[y * width + x] != 0 {
                var label: UInt32 = 0
                func meet(_ neighbour: UInt32) {
                    guard neighbour != 0 else { return }
                    let other = root(neighbour)
                    if label == 0 {
                        label = other
                    } else if label != other {
                        parents[Int(max(label, other))] = min(label, other)
                        label = min(label, other)
                    }
                }
                let here = y * width + x
                if x > 0 { meet(labels[here - 1]) }
                if y > 0 {
                    if x > 0 { meet(labels[here - width - 1]) }
                    meet(labels[here - width])
                    if x + 1 < width { meet(labels[here - width + 1]) }
                }
                if label == 0 {
                    label = UInt32(parents.count)
                    parents.append(label)
                }
                labels[here] = label
            }
        }

        var numbers = [UInt32](repeating: 0, count: parents.count)
        var sizes: [Int] = []
        for here in labels.indices where labels[here] != 0 {
            let root = Int(root(labels[here]))
            if numbers[root] == 0 {
                sizes.append(0)
                numbers[root] = UInt32(sizes.count)
            }
            labels[here] = numbers[root]
            sizes[Int(numbers[root]) - 1] += 1
        }
        self.labels = labels
        self.sizes = sizes
    }
}
