import Pretraining
import SystemPackage
import Testing

@Suite struct PretrainingErrorTests {
    @Test func namesTheSubjectWithoutRawEscapes() {
        let error = PretrainingError(.pictures, FilePath("parts\u{1B}[2J"), "has one good part; give two or more")
        #expect(!error.description.contains("\u{1B}"))
        #expect(error.description.hasSuffix(": has one good part; give two or more"))
    }
}
