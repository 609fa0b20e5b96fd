import Canvas

extension Painter {
    mutating func drawLedger(in body: Box) {}
}
