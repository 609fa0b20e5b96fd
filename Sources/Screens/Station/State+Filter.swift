/// Narrowing the list of the place one is in.
extension State {
    /// The place's filter has changed.
    mutating func filterChanged() -> [Effect] { [] }

    /// What the palette offers in this place beyond the keys' commands.
    var placeOffers: [PaletteOffer] { [] }

    /// A line of the palette that the place understands itself.
    /// - Returns: `nil` where it is none.
    mutating func runPlaceCommand(_ typed: String) -> [Effect]? { nil }
}
