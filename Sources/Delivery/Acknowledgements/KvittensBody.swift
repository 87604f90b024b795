internal import HTTPDoors
internal import Messages

/// What a receiving system says when a person of a unit has read a message.
struct KvittensBody: Sendable {
    /// Who has read it.
    let readBy: ReadReceiptDraft.Person
    /// When it was read.
    let readAt: Timestamp
    /// The other units that it was read for, as sent.
    let onBehalfOf: [UnitID]
    /// Whether the unit has begun its planning; nil when nothing is said.
    let planningStarted: Bool?

    /// Reads the body of a call.
    ///
    /// - Throws: `Rejection` (400) when a member is missing, unknown or not as declared, or holds a person number.
    init(_ call: Call) throws(Rejection) {
        let body = try call.bodyObject(Self.shape)
        readBy = try Self.person(in: body)
        readAt = try body.requiredMoment("readAt")
        onBehalfOf = try body.units("onBehalfOf", maximum: Limits.unitsReadFor) ?? []
        planningStarted = try body.boolean("planningStarted")
    }

    private static func person(in body: APIObject) throws(Rejection) -> ReadReceiptDraft.Person {
        guard let readBy = try body.object("readBy", reader) else {
            throw Rejection(.requestBodyInvalid, "readBy is missing", path: "/readBy")
        }
        let person = ReadReceiptDraft.Person(
            hsaID: try readBy.sharedText("hsaId", maximum: Limits.hsaID),
            localID: try readBy.sharedText("localId", maximum: Limits.shortID),
            name: try readBy.requiredSharedText("name", maximum: Limits.reference),
            role: try readBy.sharedText("role", maximum: Limits.reference),
            // Not looked through: one in sixteen of the mobile numbers that begin with 070 has the look of a person number.
            phone: try readBy.text("phone", maximum: Limits.reference))
        guard person.hsaID != nil || person.localID != nil else {
            throw Rejection(.requestBodyInvalid, "hsaId or localId is missing", path: "/readBy")
        }
        guard person.hsaID.map({ UnitID($0) != nil }) ?? true else {
            throw Rejection(.requestBodyInvalid, "an HSA-id is expected", path: "/readBy/hsaId")
        }
        return person
    }
}
