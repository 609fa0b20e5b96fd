import Canvas

extension Painter {
    mutating func drawTune(in body: Box) {}
}
