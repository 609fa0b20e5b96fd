/// A number that somebody typed for a threshold.
enum TypedThreshold: Equatable {
    case number(Float)
    /// Why it is none: one printable sentence.
    case refused(String)

    /// Takes a comma for the decimal point of many countries, and neither for anything else.
    init(_ text: String) {
        let typed = text.trimmingSpaces
        let plain = typed.contains(".") ? typed : typed.replacing(",", with: ".", maxReplacements: 1)
        guard !plain.isEmpty else {
            self = .refused("Nothing was typed: the draft stays as it was.")
            return
        }
        // `Float` reads “nan”, “inf” and hexadecimal numbers as well, which nobody means here.
        let isDecimal = plain.unicodeScalars.allSatisfy { "+-.eE".unicodeScalars.contains($0) || ("0"..."9") ~= $0 }
        guard isDecimal, let value = Float(plain) else {
            self = .refused("“\(typed)” is not a number: type one such as 12.5.")
            return
        }
        self = value.isFinite ? .number(value) : .refused("\(typed) is too large for a score.")
    }
}
