import Disk
import Raster
import SystemPackage

/// One photograph to take and where it goes.
struct Order: Sendable {
    /// "category/split/label/number": the folder, the file's stem and the seed at once.
    let name: String
    let take: @Sendable (String) -> Photograph

    /// Quality of the JPEG files: high enough that the blocks do not show in the anomaly maps.
    static let quality = 90

    /// Every photograph of a category, in the order of the folders.
    static func all<S: Scene>(of scene: S.Type) -> [Order] {
        func number(_ i: Int) -> String { String(String(1000 + i).dropFirst()) }
        func good(_ split: String, _ count: Int) -> [Order] {
            (0..<count).map { i in
                Order(name: "\(S.category)/\(split)/good/\(number(i))") {
                    S.photograph(named: $0, defect: nil, severity: 0)
                }
            }
        }
        var orders = good("train", 40) + good("test", 12)
        for kind in S.defects {
            for (i, severity) in kind.severities.enumerated() {
                orders.append(Order(name: "\(S.category)/test/\(kind.label)/\(number(i))") {
                    S.photograph(named: $0, defect: kind, severity: severity)
                })
            }
        }
        return orders
    }

    /// Takes the photograph and writes it, with its mask if it has one, under `folder`.
    /// - Returns: bytes written.
    func fulfil(in folder: FilePath) throws -> Int {
        let photograph = take(name)
        var written = try write(
            photograph.image.encodedJPEG(quality: Order.quality), to: folder.appending(name + ".jpg"))
        if let mask = photograph.mask {
            let path = name.replacing("/test/", with: "/ground_truth/") + "_mask.png"
            written += try write(mask.encodedPNG(), to: folder.appending(path))
        }
        return written
    }

    private func write(_ bytes: [UInt8], to path: FilePath) throws -> Int {
        try path.removingLastComponent().makeFolder()
        try path.writeAtomically(bytes)
        return bytes.count
    }
}
