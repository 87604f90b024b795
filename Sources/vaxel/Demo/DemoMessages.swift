internal import LinuxSystem
internal import Messages

/// The messages of the demonstration: one case of a synthetic person with a public test number.
///
/// Each telling has ids of its own, and times that follow from the clock. Bodies are made each time they are asked for.
struct DemoMessages {
    /// Who sends, and on whose behalf.
    enum Sender {
        case ward, healthCentre

        fileprivate var unit: String { self == .ward ? "SE0000000001-AVD52" : "SE0000000001-HC01" }
        fileprivate var person: (id: String, name: String, role: String) {
            switch self {
            case .ward: ("SE0000000001-P0042", "Testperson Ett", "Sjuksköterska")
            case .healthCentre: ("SE0000000001-P0101", "Testperson Fem", "Distriktssköterska")
            }
        }
    }

    static let social = "SE0000000002-SOC1"
    static let nurses = "SE0000000002-KHS1"

    let ids = DemoIDs()
    /// One case for the whole demonstration.
    let caseID: String
    /// When the patient came, two hours before the demonstration began.
    let admittedAt: Timestamp

    init(start: Timestamp, caseID: String) {
        self.caseID = caseID
        admittedAt = start.adding(seconds: -7200)
    }

    /// The whole second that it is.
    var now: Timestamp {
        Timestamp(microseconds: SystemClock.system.wallMicroseconds() / 1_000_000 * 1_000_000)
    }

    /// A day after the admission.
    func day(_ count: Double) -> String { admittedAt.adding(seconds: count * 86_400).swedishDate.text }

    /// A message in JSON.
    ///
    /// - Parameters:
    ///   - type: its type.
    ///   - id: its id.
    ///   - original: what it refers to, when it refers to something.
    ///   - sender: who sends it.
    ///   - receivers: the units it is addressed to.
    ///   - content: the members of its content, as JSON.
    /// - Returns: the body to post.
    func json(
        _ type: String, _ id: MessageID, refersTo original: MessageID? = nil, from sender: Sender = .ward,
        to receivers: [String], _ content: String
    ) -> String {
        let person = sender.person
        let units = receivers.map { "{ \"unit\": \"\($0)\" }" }.joined(separator: ", ")
        let reference = original.map { "\"refersTo\": \"\($0)\", " } ?? ""
        return """
            {
              "messageId": "\(id)", "type": "\(type)", "version": 1, "status": "new",
              \(reference)"caseId": "\(caseID)", "sentAt": "\(now.swedishLocal)",
              "sender": {
                "unit": "\(sender.unit)",
                "person": { "hsaId": "\(person.id)", "name": "\(person.name)", "role": "\(person.role)" }
              },
              "receivers": [\(units)],
              "patient": {
                "id": "191212121212", "idType": "personnummer", "name": "Tolvan Tolvansson",
                "municipalityCode": "2580", "protectedIdentity": "none"
              },
              "legalBasis": "consent",
              "content": {
            \(content)
              }
            }

            """
    }

    /// A message of the ward to the social services in XML, on the law's basis alone.
    ///
    /// - Parameters:
    ///   - type: its type.
    ///   - id: its id.
    ///   - original: what it refers to, when it refers to something.
    ///   - content: the element of its content.
    /// - Returns: the body to post.
    func xml(_ type: String, _ id: MessageID, refersTo original: MessageID? = nil, _ content: String) -> String {
        let person = Sender.ward.person
        let reference = original.map { "<refersTo>\($0)</refersTo>" } ?? ""
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <message xmlns="urn:vaxel:message:1">
              <messageId>\(id)</messageId>
              <type>\(type)</type>
              <version>1</version>
              <status>new</status>
              \(reference)<caseId>\(caseID)</caseId>
              <sentAt>\(now.swedishLocal)</sentAt>
              <sender>
                <unit>\(Sender.ward.unit)</unit>
                <person><hsaId>\(person.id)</hsaId><name>\(person.name)</name><role>\(person.role)</role></person>
              </sender>
              <receivers><receiver><unit>\(Self.social)</unit></receiver></receivers>
              <patient>
                <id>191212121212</id>
                <idType>personnummer</idType>
                <name>Tolvan Tolvansson</name>
                <municipalityCode>2580</municipalityCode>
                <protectedIdentity>none</protectedIdentity>
              </patient>
              <legalBasis>lag-2017-612</legalBasis>
              <content>
            \(content)
              </content>
            </message>

            """
    }
}
