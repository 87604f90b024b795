/// The two forms of a message and of an API body.
///
/// They carry the same information.
package enum WireForm: String, Sendable, CaseIterable {
    case xml, json
}
