import Inspection
import Testing

struct NewestFirstTests {
    @Test func theNewestIsServedFirst() {
        var line = NewestFirst<Int, String>(capacity: 3)
        #expect(line.push("a", for: 1).isEmpty && line.push("b", for: 2).isEmpty)
        #expect(line.pop() == "b" && line.pop() == "a" && line.pop() == nil)
        #expect(line.isEmpty)
    }

    @Test func aNewerRequestTakesThePlaceOfTheOlder() {
        var line = NewestFirst<Int, String>(capacity: 3)
        line.push("old", for: 1)
        line.push("other", for: 2)
        #expect(line.push("new", for: 1) == ["old"])
        #expect(line.count == 2)
        #expect(line.pop() == "new" && line.pop() == "other" && line.pop() == nil)
    }

    @Test func theOldestIsDroppedWhereThereAreTooMany() {
        var line = NewestFirst<Int, Int>(capacity: 3)
        var dropped: [Int] = []
        for i in 0..<100 { dropped += line.push(i, for: i) }
        #expect(dropped == Array(0..<97) && line.count == 3)
        #expect(line.remove(98) == 98 && line.remove(98) == nil)
        #expect([line.pop(), line.pop(), line.pop()] == [99, 97, nil])
        line.push(1, for: 1)
        line.removeAll()
        #expect(line.pop() == nil)
    }
}
