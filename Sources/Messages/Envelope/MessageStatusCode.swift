/// Whether a message is new or takes the place of another.
package enum MessageStatusCode: String, Sendable {
    case new, replaces
}
