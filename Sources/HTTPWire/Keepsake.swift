/// Something that is let go together with an answer; whoever made it learns of that by its end.
///
/// Two are the same only when they are one.
package final class Keepsake: Sendable, Hashable {
    private let kept: any AnyObject & Sendable

    /// Keeps something.
    package init(_ kept: any AnyObject & Sendable) {
        self.kept = kept
    }

    package static func == (left: Keepsake, right: Keepsake) -> Bool { left === right }

    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
