/// Nodes that are written one behind the other and read often: what `TapeBytes` is for bytes, with the same rules.
///
/// `@unchecked Sendable`: the memory belongs to the one value that has the pointer, and its elements are plain bytes.
package struct TapeNodes: ~Copyable, @unchecked Sendable {
    @usableFromInline var base: UnsafeMutablePointer<WireTape.Node>?
    @usableFromInline var room = 0
    @usableFromInline var used = 0

    /// Makes an empty one without room.
    @inlinable
    package init() {}

    deinit {
        base?.deallocate()
    }

    /// The elements that were written.
    @inlinable package var count: Int { @inline(__always) get { used } }

    /// The elements that there is room for.
    @inlinable package var capacity: Int { room }

    /// An element that was written, by its place.
    @inlinable
    package subscript(place: Int) -> WireTape.Node {
        @inline(__always) get {
            precondition(place >= 0 && place < used)
            return base.unsafelyUnwrapped[place]
        }
        @inline(__always) _modify {
            precondition(place >= 0 && place < used)
            yield &base.unsafelyUnwrapped[place]
        }
    }

    /// Adds an element behind the others.
    @inlinable @inline(__always)
    package mutating func append(_ element: WireTape.Node) {
        if used == room { grow(for: 1) }
        base.unsafelyUnwrapped[used] = element
        used += 1
    }

    /// Takes the elements from a place on away and keeps their room.
    @inlinable
    package mutating func removeAll(from place: Int = 0) {
        precondition(place >= 0 && place <= used)
        used = place
    }

    /// Makes room for so many more elements, and for as many again as there are, so that growing is rare.
    @usableFromInline
    mutating func grow(for more: Int) {
        let (wanted, isTooMuch) = used.addingReportingOverflow(more)
        precondition(!isTooMuch)
        let larger = max(wanted, room * 2, 64)
        let moved = UnsafeMutablePointer<WireTape.Node>.allocate(capacity: larger)
        if let base {
            moved.update(from: base, count: used)
            base.deallocate()
        }
        base = moved
        room = larger
    }
}
