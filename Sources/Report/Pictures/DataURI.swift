import Foundation
import Raster

extension Image {
    /// The picture as an address that carries it.
    /// - Throws: `RasterError.encoding`.
    func dataURI() throws(RasterError) -> String {
        "data:image/png;base64," + Data(try encodedPNG()).base64EncodedString()
    }
}
