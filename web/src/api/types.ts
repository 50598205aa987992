import type { components } from "./schema";

type Schemas = components["schemas"];

export type Appointment = Schemas["AppointmentView"];
export type AppointmentStatus = Schemas["AppointmentStatus"];
export type Change = Schemas["Change"];
export type Doctor = Schemas["DoctorCard"];
export type Examination = Schemas["ConsultationView"];
export type ItemStatus = Schemas["ItemStatus"];
export type Language = Schemas["Language"];
export type Level = Schemas["NotificationLevel"];
export type Money = Schemas["Money"];
export type Notice = Schemas["Notification"];
export type NewPatient = Schemas["IdentityRegisterPatientBody"];
export type Preferences = Schemas["NotificationPreferences"];
export type Prescription = Schemas["PrescriptionView"];
export type PrescriptionItem = Schemas["ItemView"];
export type PrescriptionStatus = Schemas["PrescriptionStatus"];
export type Problem = Schemas["Problem"];
export type Profile = Schemas["Profile"];
export type ProfileChanges = Schemas["IdentityUpdateMeBody"];
export type Role = Schemas["Role"];
export type SignedIn = Schemas["SignedIn"];
export type SignedInUser = Schemas["SignedInUser"];
export type Slot = Schemas["Slot"];
