internal import MessageFormats

extension APIValue {
    /// The items of the list under a member; none when there is no list.
    func list(_ name: String) -> [APIValue] { self[name]?.items ?? [] }
}
