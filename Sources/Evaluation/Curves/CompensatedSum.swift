/// A sum that carries what each addition rounds away (Neumaier 1974), so that a million small shares of area make a
/// whole.
struct CompensatedSum {
    private var sum = 0.0
    private var carry = 0.0

    mutating func add(_ term: Double) {
        let next = sum + term
        carry += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
        sum = next
    }

    var value: Double { sum + carry }
}
