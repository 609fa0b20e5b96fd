/// A button or the wheel of the mouse over a cell.
public struct MousePress: Hashable, Sendable {
    public enum Button: Hashable, Sendable { case left, wheelUp, wheelDown }

    public let button: Button
    /// From 0, from the top left.
    public let column: Int
    public let row: Int

    public init(_ button: Button, column: Int, row: Int) {
        self.button = button
        self.column = column
        self.row = row
    }
}
