import Canvas
import Testing

#if canImport(Glibc)
import Glibc
#endif

@Suite struct ChartTests {
    private let theme = Theme.graphite
    private static let terminals: [(name: String, capabilities: Capabilities)] = [
        ("colour", .full), ("monochrome", Capabilities(colours: .monochrome, unicode: true)), ("ascii", .least),
    ]

    private func check(_ name: String, _ size: Size, _ draw: (inout Frame, Theme, Capabilities) -> Void) {
        for (terminal, capabilities) in Self.terminals {
            var frame = Frame(size: size)
            draw(&frame, theme.adapted(to: capabilities), capabilities)
            if !capabilities.unicode { #expect(frame.cells.allSatisfy { $0.glyph.isASCII }) }
            if capabilities.isMonochrome {
                #expect(frame.cells.allSatisfy { $0.style.foreground == nil && $0.style.background == nil })
            }
            let difference = FrameDump.difference(frame, from: "\(name)-\(terminal)")
            #expect(difference == nil, "\(difference ?? "")")
        }
    }

    private func scores(_ count: Int, around middle: Double, spread: Double, seed: UInt64) -> [Double] {
        var random = SplitMix(seed: seed)
        return (0..<count).map { _ in
            let sum = (0..<6).reduce(0) { sum, _ in sum + Double.random(in: -1...1, using: &random) }
            return middle + spread * sum / 2
        }
    }

    private func histogram(_ theme: Theme, _ height: HistogramPlot.Height) -> HistogramPlot {
        let range = 0.0...8.0
        func counts(_ values: [Double]) -> [Int] { HistogramPlot.counts(values, in: range, bins: 56) }
        return HistogramPlot(
            range: range,
            series: [
                .init(
                    counts: counts(scores(300, around: 2, spread: 0.7, seed: 1)), style: theme[.muted], shade: .light),
                .init(
                    counts: counts(scores(90, around: 2.1, spread: 0.7, seed: 2)), style: theme[.good], shade: .medium),
                .init(
                    counts: counts(scores(14, around: 5.5, spread: 1, seed: 3)), style: theme[.reject], shade: .heavy),
                .init(
                    counts: counts(scores(40, around: 2.6, spread: 1, seed: 4)), style: theme[.text], shade: .dots),
            ],
            height: height,
            cursors: [.init(4.2, style: theme[.accent]), .init(3.6, style: theme[.text], line: .dashed)])
    }

    @Test func histograms() {
        check("histogram", Size(columns: 56, rows: 12)) { frame, theme, capabilities in
            histogram(theme, .squareRoot).draw(
                into: &frame, box: frame.box, labels: theme[.muted], capabilities: capabilities)
        }
    }

    @Test func linePlots() {
        check("roc", Size(columns: 40, rows: 14)) { frame, theme, capabilities in
            let roc = LinePlot.Curve(
                [(0, 0), (0, 0.6), (0.1, 0.6), (0.1, 0.85), (0.3, 0.85), (0.3, 1), (1, 1)].map(LinePlot.Point.init),
                style: theme[.accent])
            let other = LinePlot.Curve(
                (0...20).map { LinePlot.Point(Double($0) / 20, (Double($0) / 20).squareRoot()) },
                style: theme[.muted], line: .dashed)
            LinePlot(
                curves: [other, roc], markers: [.init(.init(0.1, 0.85), style: theme[.reject])], hasDiagonal: true,
                xName: "false rejects", yName: "caught"
            ).draw(into: &frame, box: frame.box, axes: theme[.border], capabilities: capabilities)
        }
    }

    @Test func controlPlots() {
        check("control", Size(columns: 60, rows: 12)) { frame, theme, capabilities in
            var average = 2.0
            let samples = scores(70, around: 2, spread: 0.6, seed: 8).enumerated().map { index, score in
                let drifting = score + (index > 45 ? Double(index - 45) * 0.06 : 0)
                let value = index == 30 ? 11 : index == 60 ? .nan : drifting
                if value.isFinite { average = 0.8 * average + 0.2 * min(value, 4) }
                return ControlPlot.Sample(
                    value, isFlagged: !(value < 3.6), average: average, lower: 1.4, upper: 2.7,
                    hasAlarm: index == 58)
            }
            ControlPlot(samples: samples, threshold: 3.6, centre: 2, styles: .init(theme)).draw(
                into: &frame, box: frame.box, capabilities: capabilities)
        }
    }

    @Test func countsFallIntoTheirBins() {
        let values = [0, 0.99, 1, 5, 9.99, 10, -3, 12, .infinity, -.infinity, .nan]
        #expect(HistogramPlot.counts(values, in: 0...10, bins: 10) == [4, 1, 0, 0, 0, 1, 0, 0, 0, 4])
        #expect(HistogramPlot.counts(values, in: 0...10, bins: 0) == [])
        #expect(HistogramPlot.counts([1, 2], in: 3...3, bins: 4) == [0, 0, 2, 0], "an axis without length")
    }

    @Test(arguments: HistogramPlot.Height.allCases) func oneBadPartAmongManyIsSeen(height: HistogramPlot.Height) {
        for (_, capabilities) in Self.terminals {
            let theme = theme.adapted(to: capabilities)
            let plot = HistogramPlot(
                range: 0...2,
                series: [
                    .init(counts: [1000, 1000], style: theme[.good], shade: .light),
                    .init(counts: [0, 1], style: theme[.reject], shade: .heavy),
                ], height: height)
            var frame = Frame(size: Size(columns: 2, rows: 8))
            plot.draw(into: &frame, box: frame.box, labels: .plain, capabilities: capabilities)
            let left = (0..<7).map { frame[0, $0] }
            let right = (0..<7).map { frame[1, $0] }
            #expect(left != right)
            if capabilities.isMonochrome {
                #expect(right.contains { $0.glyph == (capabilities.unicode ? "█" : "#") })
            } else {
                let reject = theme[.reject].foreground
                #expect(right.contains { $0.style.foreground == reject || $0.style.background == reject })
            }
        }
    }

    @Test func heightsAreInProportion() {
        let plot = HistogramPlot(
            range: 0...4, series: [.init(counts: [8, 4, 2, 0], style: .plain, shade: .heavy)])
        var frame = Frame(size: Size(columns: 4, rows: 2))
        plot.draw(into: &frame, box: frame.box, labels: .plain, capabilities: .full)
        #expect(frame.text == "█\n██▄")
        var rooted = plot
        rooted.height = .squareRoot
        frame = Frame(size: Size(columns: 4, rows: 2))
        rooted.draw(into: &frame, box: frame.box, labels: .plain, capabilities: .full)
        #expect(frame.text == "█▃\n███")
    }

    @Test func aCurveIsWhereItsPointsAre() {
        let line = LinePlot(curves: [.init([.init(0, 0), .init(1, 1)], style: .plain)])
        var frame = Frame(size: Size(columns: 2, rows: 1))
        line.draw(into: &frame, box: frame.box, axes: .plain, capabilities: .full)
        #expect(frame.text == "⡠⠊")
        let beyond = LinePlot(curves: [.init([.init(-9, 0.5), .init(9, 0.5)], style: .plain)])
        frame = Frame(size: Size(columns: 3, rows: 1))
        beyond.draw(into: &frame, box: frame.box, axes: .plain, capabilities: .full)
        #expect(frame.text == "⠤⠤⠤", "cut at the axes' ends")
        let gap = LinePlot(
            curves: [.init([.init(0, 0), .init(0.2, 0), .init(.nan, 0), .init(0.8, 0), .init(1, 0)], style: .plain)])
        frame = Frame(size: Size(columns: 10, rows: 1))
        gap.draw(into: &frame, box: frame.box, axes: .plain, capabilities: .full)
        #expect(frame[4, 0].glyph == " " && frame[0, 0].glyph != " " && frame[9, 0].glyph != " ")
    }

    @Test func theNewestIsAtTheRightAndNeverHidden() {
        let styles = ControlPlot.Styles(theme)
        let samples = (0..<100).map { ControlPlot.Sample(Double($0 % 3), isFlagged: $0 == 99, average: 1) }
        var frame = Frame(size: Size(columns: 10, rows: 3))
        ControlPlot(samples: samples, threshold: 1, styles: styles).draw(
            into: &frame, box: frame.box, capabilities: .full)
        #expect((0..<3).contains { frame[9, $0].glyph == "▲" })
        for column in 0..<9 { #expect((0..<3).contains { frame[column, $0].glyph == "•" }) }
        frame = Frame(size: Size(columns: 10, rows: 3))
        ControlPlot(samples: Array(samples.suffix(2)), styles: styles).draw(
            into: &frame, box: frame.box, capabilities: .full)
        #expect((0..<3).allSatisfy { frame[7, $0].glyph == " " })
    }

    @Test func nothingTrapsAndNothingLeavesItsBox() {
        var random = SplitMix(seed: 77)
        let odd: [Double] = [
            .nan, .infinity, -.infinity, 0, -0.0, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
            .leastNonzeroMagnitude, 1, 0.5, -1, 1e300, 1e-300, 3, 2, 1.5,
        ]
        func value() -> Double {
            Bool.random(using: &random) ? odd[Int.random(in: 0..<odd.count, using: &random)]
                : Double.random(in: -2...5, using: &random)
        }
        func range() -> ClosedRange<Double> {
            let (a, b) = (value(), value())
            return a.isNaN || b.isNaN ? 0...1 : min(a, b)...max(a, b)
        }
        func count() -> Int { Int.random(in: 0...40, using: &random) }
        for _ in 0..<3000 {
            let box = Box(
                column: 3, row: 2, columns: Int.random(in: -1...30, using: &random),
                rows: Int.random(in: -1...9, using: &random))
            let capabilities = Self.terminals[Int.random(in: 0..<3, using: &random)].capabilities
            var frame = Frame(size: Size(columns: 36, rows: 13), fill: Cell("~"))
            let lines = ChartLine.allCases
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                let series = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    HistogramPlot.Series(
                        counts: (0..<count()).map { _ in
                            [0, 0, 1, 7, 1000, -4, Int.max].randomElement(using: &random) ?? 0
                        }, style: theme[.good],
                        shade: HistogramPlot.Shade.allCases.randomElement(using: &random) ?? .dots)
                }
                HistogramPlot(
                    range: range(), series: series,
                    height: HistogramPlot.Height.allCases.randomElement(using: &random) ?? .linear,
                    cursors: [.init(value(), style: theme[.accent]), .init(value(), style: theme[.text], line: .dashed)]
                ).draw(into: &frame, box: box, labels: theme[.muted], capabilities: capabilities)
            case 1:
                let curves = (0..<3).map { index in
                    LinePlot.Curve(
                        (0..<count()).map { _ in .init(value(), value()) }, style: theme[.accent], line: lines[index],
                        isStepped: index == 1)
                }
                LinePlot(
                    x: range(), y: range(), curves: curves, markers: [.init(.init(value(), value()), style: .plain)],
                    hasDiagonal: true, xName: "false rejects", yName: "caught", decimals: 2
                ).draw(into: &frame, box: box, axes: theme[.border], capabilities: capabilities)
            default:
                let samples = (0..<count()).map { _ in
                    ControlPlot.Sample(
                        value(), isFlagged: Bool.random(using: &random), average: value(), lower: value(),
                        upper: value(), hasAlarm: Bool.random(using: &random))
                }
                ControlPlot(
                    samples: samples, threshold: value(), centre: value(),
                    range: Bool.random(using: &random) ? range() : nil, styles: .init(theme)
                ).draw(into: &frame, box: box, capabilities: capabilities)
            }
            for row in 0..<13 {
                for column in 0..<36 where frame[column, row] != Cell("~") {
                    #expect(!box.intersection(Box(column: column, row: row, columns: 1, rows: 1)).isEmpty)
                    #expect(GlyphWidth(frame[column, row].glyph) == .one)
                }
            }
        }
    }
}
