/// How what is written looks to people; to programs it is the same.
package enum Layout: Sendable {
    /// Without white space between members.
    case compact
    /// A member a line, indented by two spaces a level.
    case indented
}
