/// Values that are written one behind the other and read often, without the price of a shared array.
///
/// An array asks at each write whether someone else holds it too; this one has a single owner, and keeps its room when it is
/// emptied. It owns its memory: `base` has room for `capacity` elements, of which the first `count` are written; every access
/// is held to `count`, and nothing else touches the memory. Without room there is no memory, and no place is below `count`.
///
/// `@unchecked Sendable`: the memory belongs to the one value that has the pointer, and its elements are plain memory.
struct TapeArray<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
    private var base: UnsafeMutablePointer<Element>?
    private var room = 0
    private var used = 0

    /// Makes an empty one without room.
    init() {}

    deinit {
        base?.deallocate()
    }

    /// The elements that were written.
    var count: Int { used }

    /// The elements that there is room for.
    var capacity: Int { room }

    /// An element that was written, by its place.
    subscript(place: Int) -> Element {
        get {
            precondition(place >= 0 && place < used)
            return base.unsafelyUnwrapped[place]
        }
        _modify {
            precondition(place >= 0 && place < used)
            yield &base.unsafelyUnwrapped[place]
        }
    }

    /// The elements of a range; good until the next change.
    subscript(range: Range<Int>) -> UnsafeBufferPointer<Element> {
        get {
            precondition(range.lowerBound >= 0 && range.upperBound <= used)
            guard let base else { return UnsafeBufferPointer(start: nil, count: 0) }
            return UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
        }
    }

    /// Adds an element behind the others.
    mutating func append(_ element: Element) {
        if used == room { grow(for: 1) }
        base.unsafelyUnwrapped[used] = element
        used += 1
    }

    /// Adds elements behind the others.
    mutating func append(contentsOf elements: UnsafeBufferPointer<Element>) {
        // An empty buffer may have an address, and a tape that is empty has no room to copy nothing to.
        guard let start = elements.baseAddress, !elements.isEmpty else { return }
        if elements.count > room - used { grow(for: elements.count) }
        (base.unsafelyUnwrapped + used).update(from: start, count: elements.count)
        used += elements.count
    }

    /// Takes the elements from a place on away and keeps their room.
    mutating func removeAll(from place: Int = 0) {
        precondition(place >= 0 && place <= used)
        used = place
    }

    /// Makes room for so many more elements, and for as many again as there are, so that growing is rare.
    private mutating func grow(for more: Int) {
        let (wanted, isTooMuch) = used.addingReportingOverflow(more)
        precondition(!isTooMuch)
        let larger = max(wanted, room * 2, 64)
        let moved = UnsafeMutablePointer<Element>.allocate(capacity: larger)
        if let base {
            moved.update(from: base, count: used)
            base.deallocate()
        }
        base = moved
        room = larger
    }
}
