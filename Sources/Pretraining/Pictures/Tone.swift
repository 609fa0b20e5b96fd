/// Light and colour of a window: chroma, then a factor for each channel, then an offset; clamped to 0...255.
struct Tone: Equatable {
    /// Of R, G, B.
    let gains: [Float]
    /// Factor of a pixel's distance from its own grey (ITU-R BT.601); 0 takes all colour away.
    let chroma: Float
    let offset: Float

    static let identity = Tone(gains: [1, 1, 1], chroma: 1, offset: 0)

    /// - Parameter planes: 3 × count.
    func apply(_ planes: UnsafeMutablePointer<Float>, count: Int) {
        let (red, green, blue) = (planes, planes + count, planes + 2 * count)
        let (gainR, gainG, gainB) = (gains[0], gains[1], gains[2])
        for i in 0..<count {
            let (r, g, b) = (red[i], green[i], blue[i])
            let grey = (0.299 * r + 0.587 * g + 0.114 * b) * (1 - chroma)
            red[i] = min(max((chroma * r + grey) * gainR + offset, 0), 255)
            green[i] = min(max((chroma * g + grey) * gainG + offset, 0), 255)
            blue[i] = min(max((chroma * b + grey) * gainB + offset, 0), 255)
        }
    }
}
