package import MessageFormats

/// What an object of the API holds: the members of a body that a caller sends, or of an answer.
package struct ObjectShape: Sendable {
    /// One member.
    package struct Member: Sendable {
        let name: String
        let shape: Shape
        let isRequired: Bool
        let words: String

        /// A member that is always there.
        package static func required(_ name: String, _ shape: Shape, _ words: String = "") -> Member {
            Member(name: name, shape: shape, isRequired: true, words: words)
        }

        /// A member that may be left out; what a caller leaves out may also be null.
        package static func optional(_ name: String, _ shape: Shape, _ words: String = "") -> Member {
            Member(name: name, shape: shape, isRequired: false, words: words)
        }
    }

    /// Who writes it, and so how strictly it is described.
    enum Author {
        /// What is not described is refused.
        case caller
        /// Members may be added in time: a client passes over those that it does not know.
        case gateway
    }

    /// Its name among the schemas of the description.
    let name: String
    /// Its element in XML when it is a body of its own.
    let root: String?
    let namespace: APIDocument.Namespace
    let author: Author
    let members: [Member]

    private init(
        _ name: String, root: String?, namespace: APIDocument.Namespace, author: Author, _ members: [Member]
    ) {
        self.name = name
        self.root = root
        self.namespace = namespace
        self.author = author
        self.members = members
    }

    /// What an answer holds, or an object in it, which has no root of its own.
    package static func answer(
        _ name: String, root: String? = nil, namespace: APIDocument.Namespace = .api, _ members: [Member]
    ) -> ObjectShape {
        ObjectShape(name, root: root, namespace: namespace, author: .gateway, members)
    }

    /// What a caller sends; the name of its root in XML is not looked at.
    package static func request(_ name: String, root: String? = nil, _ members: [Member]) -> ObjectShape {
        ObjectShape(name, root: root, namespace: .api, author: .caller, members)
    }

    /// The names of the members.
    var names: Set<String> { Set(members.map(\.name)) }
}
