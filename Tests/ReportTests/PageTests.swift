import Foundation
import Report
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

struct PageTests {
    /// What a parser of well-formed markup makes of a page.
    private final class Reading: NSObject, XMLParserDelegate {
        var elements: [String] = []
        var ids: [String] = []
        var links: [String] = []
        var sources: [String] = []
        var attributes: Set<String> = []
        var text = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes own: [String: String]
        ) {
            elements.append(name)
            attributes.formUnion(own.keys)
            if let id = own["id"] { ids.append(id) }
            if let link = own["href"] { link.hasPrefix("#") ? links.append(link) : sources.append(link) }
            if let source = own["src"] { sources.append(source) }
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
    }

    private func read(_ html: String) throws -> Reading {
        let reading = Reading()
        let parser = XMLParser(data: Data(html.utf8))
        parser.delegate = reading
        try #require(
            parser.parse(), "line \(parser.lineNumber): \(String(describing: parser.parserError))")
        return reading
    }

    @Test func isWellFormedAndLeadsNowhere() throws {
        let html = try Fixture.report().html()
        let page = try read(html)
        #expect(Set(page.ids).count == page.ids.count, "ids repeat")
        for link in page.links { #expect(page.ids.contains(String(link.dropFirst())), "\(link) leads nowhere") }
        #expect(page.sources.allSatisfy { $0.hasPrefix("data:image/png;base64,") })
        // Per category: the part and the one map that there is.
        #expect(page.sources.count == 4)
        for forbidden in ["http:", "https:", "//", "@import", "url(h", "javascript:"] {
            let stripped = html.replacing(/data:image\/png;base64,[A-Za-z0-9+\/=]+/, with: "")
            #expect(!stripped.contains(forbidden), "\(forbidden) is in the page")
        }
    }

    @Test func nothingOfOutsideIsObeyed() throws {
        let html = try Fixture.report().html()
        let page = try read(html)
        #expect(!page.elements.contains("script") && !html.contains("<script"))
        #expect(!page.attributes.contains { $0.hasPrefix("on") })
        for scalar in html.unicodeScalars {
            #expect(scalar == "\n" || !(scalar.value < 0x20 || scalar.value == 0x7F || scalar == "\u{202E}"))
        }
        #expect(page.text.contains("a<script>alert(1)</script>&\"'\\u{202E}gnp."))
    }

    @Test func everyPictureIsDescribed() throws {
        let html = try Fixture.report().html()
        let drawings = html.matches(of: /<svg [^>]*>/).map { String($0.output) }
        #expect(drawings.count > 10)
        for drawing in drawings {
            #expect(drawing.contains("aria-hidden=\"true\"") || drawing.contains("aria-label=\""), "\(drawing)")
        }
    }

    @Test func undefinedFiguresSayWhy() throws {
        let page = try read(try Fixture.report().html())
        #expect(page.text.contains("Undefined (–)"))
        #expect(page.text.contains("AUPRO: no map."))
    }

    @Test func anEmptyReportIsAPage() throws {
        let report = ComparisonReport(
            title: "", date: "", machine: "", program: "", methods: [], categories: [])
        let page = try read(report.html())
        #expect(page.elements.first == "html")
        var lonely = try Fixture.report()
        lonely.categories[0].results = [:]
        _ = try read(lonely.html())
    }
}
