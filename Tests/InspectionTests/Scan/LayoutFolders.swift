import Disk
import Inspection
import Raster
import SystemPackage

/// Small data sets in the layouts of the published ones, with real pictures in them.
enum LayoutFolders {
    /// 4 × 3 pixels of a colour of its own for each number.
    static func picture(_ number: Int) throws -> [UInt8] {
        let colour = [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8), 200]
        return try Image(width: 4, height: 3, pixels: Array(repeating: colour, count: 12).flatMap { $0 }).encodedPNG()
    }

    /// As grey values, 0 but for the marked pixels.
    static func mask(_ marked: [Int], value: UInt8 = 255, width: Int = 4, height: Int = 3) throws -> [UInt8] {
        var pixels = [UInt8](repeating: 0, count: 3 * width * height)
        for i in marked { for channel in 0..<3 { pixels[3 * i + channel] = value } }
        return try Image(width: width, height: height, pixels: pixels).encodedPNG()
    }

    /// An 8-bit grey bitmap, as KolektorSDD has them.
    static func bitmap(_ marked: [Int], value: UInt8 = 255) -> [UInt8] {
        var bytes = Array("BM".utf8) + [UInt8](repeating: 0, count: 52)
        for (place, field) in [(10, 54 + 1024), (14, 40), (18, 4), (22, 3), (26, 1), (28, 8)] {
            bytes[place] = UInt8(field & 255)
            bytes[place + 1] = UInt8(field >> 8)
        }
        for grey in 0..<256 {
            let level = UInt8(grey)
            bytes += [level, level, level, 0]
        }
        for y in [2, 1, 0] {
            for x in 0..<4 { bytes.append(marked.contains(4 * y + x) ? value : 0) }
        }
        return bytes
    }

    static func mvtec(_ root: FilePath) throws {
        for i in 0..<4 { try root.add("train/good/00\(i).png", picture(i)) }
        for i in 0..<2 { try root.add("test/good/00\(i).png", picture(10 + i)) }
        for i in 0..<3 { try root.add("test/scratch/00\(i).png", picture(20 + i)) }
        for i in 0..<2 { try root.add("ground_truth/scratch/00\(i)_mask.png", mask([i])) }
    }

    static func loco(_ root: FilePath) throws {
        for i in 0..<4 { try root.add("train/good/00\(i).png", picture(i)) }
        for i in 0..<3 { try root.add("validation/good/00\(i).png", picture(30 + i)) }
        try root.add("test/good/000.png", picture(40))
        try root.add("test/logical_anomalies/000.png", picture(50))
        try root.add("test/structural_anomalies/000.png", picture(51))
        try root.add("ground_truth/logical_anomalies/000/000.png", mask([0, 1]))
        try root.add("ground_truth/logical_anomalies/000/001.png", mask([1, 5], value: 200))
        try root.add("ground_truth/structural_anomalies/000/000.png", mask([7], value: 3))
        try root.add("defects_config.json", Array("[]".utf8))
    }

    static func mvtec3D(_ root: FilePath) throws {
        for i in 0..<3 {
            try root.add("train/good/rgb/00\(i).png", picture(i))
            try root.add("train/good/xyz/00\(i).tiff", [1])
            try root.add("validation/good/rgb/00\(i).png", picture(30 + i))
        }
        for label in ["good", "crack"] {
            try root.add("test/\(label)/rgb/000.png", picture(label == "good" ? 60 : 61))
            try root.add("test/\(label)/gt/000.png", mask(label == "good" ? [] : [2]))
            try root.add("test/\(label)/xyz/000.tiff", [1])
        }
    }

    static func btad(_ root: FilePath) throws {
        for i in 0..<3 { try root.add("train/ok/000\(i).bmp", bitmap([i], value: 90)) }
        try root.add("test/ok/0000.bmp", bitmap([5], value: 80))
        for i in 0..<2 { try root.add("test/ko/000\(i).bmp", bitmap([6 + i], value: 70)) }
        try root.add("ground_truth/ko/0000.png", mask([3]))
        try root.add("ground_truth/ko/0001.bmp", bitmap([4]))
    }

    static let visaTable = """
        object,split,label,image,mask
        candle,train,normal,candle/Data/Images/Normal/0000.JPG,
        candle,train,normal,candle/Data/Images/Normal/0001.JPG,
        candle,train,normal,candle/Data/Images/Normal/0002.JPG,
        candle,test,normal,candle/Data/Images/Normal/0003.JPG,
        candle,test,anomaly,candle/Data/Images/Anomaly/000.JPG,candle/Data/Masks/Anomaly/000.png
        pcb1,train,normal,pcb1/Data/Images/Normal/0000.JPG,
        pcb1,train,normal,pcb1/Data/Images/Normal/0001.JPG,
        pcb1,train,normal,pcb1/Data/Images/Normal/0002.JPG,
        pcb1,test,anomaly,pcb1/Data/Images/Anomaly/000.JPG,pcb1/Data/Masks/Anomaly/000.png

        """

    static func visa(_ root: FilePath, table: String? = visaTable) throws {
        for (k, object) in ["candle", "pcb1"].enumerated() {
            for i in 0..<4 { try root.add("\(object)/Data/Images/Normal/000\(i).JPG", picture(100 * k + i)) }
            try root.add("\(object)/Data/Images/Anomaly/000.JPG", picture(100 * k + 50))
            try root.add("\(object)/Data/Masks/Anomaly/000.png", mask([6], value: 1))
        }
        if let table { try root.add("split_csv/1cls.csv", Array(table.utf8)) }
    }

    static func mtd(_ root: FilePath, good: Int = 10) throws {
        for i in 0..<good {
            try root.add("MT_Free/Imgs/exp1_num_\(i).jpg", picture(i))
            try root.add("MT_Free/Imgs/exp1_num_\(i).png", mask([]))
        }
        for (k, label) in ["Blowhole", "Break", "Crack", "Fray", "Uneven"].enumerated() {
            try root.add("MT_\(label)/Imgs/exp2_num_\(k).jpg", picture(300 + k))
            try root.add("MT_\(label)/Imgs/exp2_num_\(k).png", mask([k]))
        }
    }

    /// Five items of four pictures; the last picture of the first two is defective.
    static func kolektor(_ root: FilePath) throws {
        for item in 1...5 {
            for part in 0..<4 {
                let isDefective = item < 3 && part == 3
                try root.add("kos0\(item)/Part\(part).jpg", picture(10 * item + part))
                try root.add("kos0\(item)/Part\(part)_label.bmp", bitmap(isDefective ? [1, 2] : [], value: 1))
            }
        }
    }

    static func kolektor2(_ root: FilePath) throws {
        for i in 0..<5 {
            try root.add("train/1000\(i).png", picture(i))
            try root.add("train/1000\(i)_GT.png", mask(i == 4 ? [3] : []))
        }
        try root.add("train/10004_GT (copy).png", mask([3]))
        for i in 0..<3 {
            try root.add("test/2000\(i).png", picture(20 + i))
            try root.add("test/2000\(i)_GT.png", mask(i == 0 ? [8] : []))
        }
    }

    static func labels(_ root: FilePath, good: String = "good") throws {
        for i in 0..<10 { try root.add("\(good)/\(i).png", picture(i)) }
        for i in 0..<2 { try root.add("scratch/\(i).png", picture(20 + i)) }
        try root.add("oil/0.png", picture(30))
        try root.add("ground_truth/scratch/0.png", mask([4]))
    }
}
