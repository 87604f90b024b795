/// A line in which the first that came is the first to go.
struct FIFO<Element: Sendable>: Sendable {
    private var elements: [Element] = []
    private var head = 0

    var isEmpty: Bool { head == elements.count }
    var count: Int { elements.count - head }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        defer {
            head += 1
            // Elements are moved once per as many that went, so the line costs no more than its length.
            if head * 2 > elements.count, head > 64 {
                elements.removeFirst(head)
                head = 0
            }
        }
        return elements[head]
    }
}
