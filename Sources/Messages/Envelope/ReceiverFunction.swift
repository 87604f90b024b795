/// A function of a municipality that a message can be addressed to.
package enum ReceiverFunction: String, Sendable, CaseIterable {
    case socialService, municipalHealthCare, specialHousing, school
}
