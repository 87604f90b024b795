/// What rules look for in fields, by the declaration alone.
enum FieldTrait: Int, CaseIterable, Sendable {
    /// A field that tells where a person lives or stays.
    case place
    /// A code of an open list.
    case openCode
    /// A part of which some fields may not all be missing.
    case choice
    /// An HSA-id.
    case hsaID
    /// Health or social data.
    case sensitive
    /// An attached file.
    case attachment
    /// An assessment of the activities of daily living.
    case adl
}
