//! Who there is in the demo: names, addresses, passwords. None of them lives.

use serde_json::{Value, json};

/// The admin.
pub const ADMIN: (&str, &str) = ("admin@medilink.example", "Demo-Admin-2026");

/// Somebody with an account.
pub struct Person {
    /// Address of the account.
    pub email: &'static str,
    /// Password of the account.
    pub password: &'static str,
    /// Given name.
    pub first_name: &'static str,
    /// Family name.
    pub last_name: &'static str,
    /// By FHIR's names.
    pub gender: &'static str,
    /// Day of birth.
    pub born: &'static str,
    /// Telephone.
    pub phone: &'static str,
    /// Province, municipality, street.
    pub address: [&'static str; 3],
}

/// Somebody who opens a practice, a pharmacy or a laboratory.
pub struct Founder {
    /// Who.
    pub person: Person,
    /// The kind of registration.
    pub kind: &'static str,
    /// How the tenant is kept apart.
    pub isolation: &'static str,
    /// Number of the licence.
    pub license: &'static str,
    /// What this kind of registration asks for besides.
    pub particulars: fn() -> Value,
}

/// A patient.
pub struct Patient {
    /// Who.
    pub person: Person,
    /// What the patient says of their health.
    pub health: fn() -> Value,
}

const DOCTOR: &str = "Demo-Doctor-2026";
const PATIENT: &str = "Demo-Patient-2026";

/// Doctors first, in the order in which visits name them; then the pharmacy and the laboratory.
pub const FOUNDERS: [Founder; 4] = [
    Founder {
        person: Person {
            email: "samir.kaci@cabinet-hydra.example",
            password: DOCTOR,
            first_name: "Samir",
            last_name: "Kaci",
            gender: "male",
            born: "1976-04-12",
            phone: "+213550102030",
            address: ["Alger", "Hydra", "12 rue des Pins"],
        },
        kind: "doctor",
        isolation: "pool",
        license: "DZ-MED-16-20417",
        particulars: || {
            json!({"specialty": "general_practice", "yearsOfExperience": 21, "languages": ["ar", "fr"],
                "consultationFee": {"amount": 200_000, "currency": "DZD"}})
        },
    },
    Founder {
        person: Person {
            email: "nadia.belkacem@coeur-oran.example",
            password: DOCTOR,
            first_name: "نادية",
            last_name: "بلقاسم",
            gender: "female",
            born: "1981-11-03",
            phone: "+213550203040",
            address: ["Oran", "Bir El Djir", "4 boulevard du Millénaire"],
        },
        kind: "doctor",
        isolation: "silo",
        license: "DZ-MED-31-11862",
        particulars: || {
            json!({"specialty": "cardiology", "yearsOfExperience": 15, "languages": ["ar", "fr", "en"],
                "consultationFee": {"amount": 350_000, "currency": "DZD"}})
        },
    },
    Founder {
        person: Person {
            email: "sofiane.meziane@pharmacie-el-amel.example",
            password: "Demo-Pharmacy-2026",
            first_name: "Sofiane",
            last_name: "Meziane",
            gender: "male",
            born: "1988-02-27",
            phone: "+213550304050",
            address: ["Alger", "Kouba", "31 rue Mohamed Boudiaf"],
        },
        kind: "pharmacist",
        isolation: "pool",
        license: "DZ-PHA-16-03325",
        particulars: || json!({"pharmacyName": "Pharmacie El Amel"}),
    },
    Founder {
        person: Person {
            email: "leila.hamdi@mokhbar-nour.example",
            password: "Demo-Laboratory-2026",
            first_name: "ليلى",
            last_name: "حمدي",
            gender: "female",
            born: "1984-07-19",
            phone: "+213550405060",
            address: ["Constantine", "El Khroub", "7 cité des Palmiers"],
        },
        kind: "laboratory",
        isolation: "pool",
        license: "DZ-LAB-25-00718",
        particulars: || json!({"laboratoryName": "مخبر النور"}),
    },
];

/// The patients, in the order in which visits name them.
pub const PATIENTS: [Patient; 4] = [
    Patient {
        person: Person {
            email: "amina.benali@patients.example",
            password: PATIENT,
            first_name: "أمينة",
            last_name: "بن علي",
            gender: "female",
            born: "1990-05-14",
            phone: "+213661102030",
            address: ["Alger", "Bab El Oued", "18 rue Askri Ahcène"],
        },
        health: || json!({"bloodType": "O+", "heightCm": 164, "weightKg": 61, "allergies": ["Pénicilline"]}),
    },
    Patient {
        person: Person {
            email: "karim.haddad@patients.example",
            password: PATIENT,
            first_name: "Karim",
            last_name: "Haddad",
            gender: "male",
            born: "1968-09-30",
            phone: "+213661203040",
            address: ["Oran", "Es Senia", "2 rue Larbi Ben M'hidi"],
        },
        health: || json!({"bloodType": "A+", "heightCm": 177, "weightKg": 88, "chronicConditions": ["Hypertension artérielle"]}),
    },
    Patient {
        person: Person {
            email: "yacine.bouzid@patients.example",
            password: PATIENT,
            first_name: "ياسين",
            last_name: "بوزيد",
            gender: "male",
            born: "2001-01-22",
            phone: "+213661304050",
            address: ["Alger", "Birkhadem", "9 cité des 720 logements"],
        },
        health: || json!({"bloodType": "B-"}),
    },
    Patient {
        person: Person {
            email: "lilia.mansouri@patients.example",
            password: PATIENT,
            first_name: "Lilia",
            last_name: "Mansouri",
            gender: "female",
            born: "1957-12-08",
            phone: "+213661405060",
            address: ["Oran", "Arzew", "25 avenue de l'ALN"],
        },
        health: || json!({"bloodType": "AB+", "chronicConditions": ["Diabète de type 2", "Insuffisance cardiaque"]}),
    },
];

impl Person {
    /// Given and family name.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    /// The part of a registration that everybody fills in.
    fn form(&self) -> Value {
        let [wilaya, commune, street] = self.address;
        json!({"firstName": self.first_name, "lastName": self.last_name, "email": self.email, "password": self.password,
            "phone": self.phone, "gender": self.gender, "dateOfBirth": self.born,
            "address": {"wilaya": wilaya, "commune": commune, "street": street}})
    }
}

impl Founder {
    /// The role of the account that the registration makes.
    pub fn role(&self) -> &'static str {
        if self.kind == "laboratory" { "lab_technician" } else { self.kind }
    }

    /// The registration.
    pub fn form(&self) -> Value {
        let own = json!({"kind": self.kind, "licenseNumber": self.license});
        [own, (self.particulars)()].into_iter().fold(self.person.form(), joined)
    }
}

impl Patient {
    /// The registration.
    pub fn form(&self) -> Value {
        joined(self.person.form(), (self.health)())
    }
}

/// Two objects as one.
fn joined(mut one: Value, other: Value) -> Value {
    if let (Value::Object(members), Value::Object(more)) = (&mut one, other) {
        members.extend(more);
    }
    one
}
