import SystemPackage

extension Image {
    /// What is left of the picture after libjpeg has stored it once: baseline, 4:2:0, standard tables.
    /// - Parameter quality: 1...100 on libjpeg's scale.
    /// - Throws: `RasterError.encoding` for a side over 65500 pixels.
    public func throughJPEG(quality: Int) throws(RasterError) -> Image {
        let limits = DecodeLimits(pixels: .max, fileBytes: .max)
        return try Image.decode(encodedJPEG(quality: quality), name: "picture.jpg", limits: limits)
    }
}
