/// What drawings share.
enum Drawing {
    /// Takes a heat picture and leaves of it only what is at or over the threshold, which is brighter in red than
    /// anything below: laid over a part, the part shows where nothing was found.
    static let shared: Markup = """
        <svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>
        <filter id="hot" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB">
        <feColorMatrix type="matrix" values="1 0 0 0 0  0 1 0 0 0  0 0 1 0 0  4 0 0 0 -1.6"/>
        <feComponentTransfer><feFuncA type="linear" slope="0.82"/></feComponentTransfer>
        </filter>
        </defs></svg>
        """

    /// A chart that is 360 wide and scales with its place.
    static func chart(height: Double, label: String, _ content: Markup) -> Markup {
        """
        <svg class="chart" role="img" aria-label="\(label)" viewBox="0 0 360 \(height)">\(content)</svg>
        """
    }
}
