import Canvas

extension Painter {
    mutating func drawStream(in body: Box) {}
}
