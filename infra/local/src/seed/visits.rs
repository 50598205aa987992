//! A week in two practices: who comes, why, what becomes of it.

/// A visit of the demo. `doctor` and `patient` count in the lists of people.
pub struct Visit {
    /// Whom.
    pub doctor: usize,
    /// Who.
    pub patient: usize,
    /// On which of the next days with free time.
    pub day: usize,
    /// How many free times before it are passed over.
    pub after: usize,
    /// Why; each reason stands once, by it a visit is found again.
    pub reason: &'static str,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What is prescribed.
    pub prescriptions: &'static [Prescription],
}

/// What becomes of a visit.
#[derive(Clone, Copy)]
pub enum Outcome {
    /// Nobody has looked at it yet.
    Requested,
    /// The practice has accepted.
    Confirmed,
    /// The doctor has examined: code, diagnosis, notes.
    Completed(&'static str, &'static str, &'static str),
    /// The patient has called it off.
    Cancelled,
    /// The patient has not come.
    NoShow,
}

/// A prescription and its fate.
pub struct Prescription {
    /// Medicine, dose, frequency, days, units.
    pub lines: &'static [(&'static str, &'static str, &'static str, u16, u16)],
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of a prescription.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// The patient keeps it.
    Active,
    /// The pharmacy has scanned it.
    Claimed,
    /// The first line was handed out, half of it.
    PartDispensed,
    /// All was handed out.
    Dispensed,
    /// The doctor took it back.
    Cancelled,
}

const fn visit(
    doctor: usize,
    patient: usize,
    day: usize,
    after: usize,
    reason: &'static str,
    outcome: Outcome,
) -> Visit {
    Visit { doctor, patient, day, after, reason, outcome, prescriptions: &[] }
}

const ANGINA: Prescription = Prescription {
    lines: &[
        ("Azithromycine 500 mg comprimé", "1 comprimé", "1 fois par jour", 3, 3),
        ("Paracétamol 1 g comprimé", "1 comprimé", "3 fois par jour au besoin", 5, 15),
    ],
    fate: Fate::Dispensed,
};
const PRESSURE: Prescription = Prescription {
    lines: &[
        ("Amlodipine 5 mg comprimé", "1 comprimé", "le matin", 90, 90),
        ("Aspirine 100 mg comprimé", "1 comprimé", "à midi", 90, 90),
    ],
    fate: Fate::PartDispensed,
};
const REPLACED: Prescription =
    Prescription { lines: &[("Bisoprolol 5 mg comprimé", "1 comprimé", "le matin", 30, 30)], fate: Fate::Cancelled };
const GASTRITIS: Prescription = Prescription {
    lines: &[("أوميبرازول 20 ملغ كبسولة", "كبسولة واحدة", "كل صباح قبل الأكل", 28, 28)],
    fate: Fate::Claimed,
};
const HEART: Prescription = Prescription {
    lines: &[
        ("Furosémide 40 mg comprimé", "1 comprimé", "le matin", 30, 30),
        ("Bisoprolol 2,5 mg comprimé", "1 comprimé", "le matin", 30, 30),
        ("Metformine 850 mg comprimé", "1 comprimé", "2 fois par jour", 30, 60),
    ],
    fate: Fate::Active,
};

/// The visits.
pub const VISITS: &[Visit] = &[
    Visit {
        prescriptions: &[ANGINA],
        ..visit(
            0,
            0,
            0,
            0,
            "حمى وألم في الحلق منذ يومين",
            Outcome::Completed("J03.9", "Angine aiguë", "Fièvre 38,7 °C. Allergie à la pénicilline connue."),
        )
    },
    Visit {
        prescriptions: &[GASTRITIS],
        ..visit(
            0,
            2,
            0,
            1,
            "ألم في المعدة بعد الأكل",
            Outcome::Completed("K29.7", "التهاب المعدة", "ألم شرسوفي دون علامات إنذار."),
        )
    },
    Visit {
        prescriptions: &[PRESSURE, REPLACED],
        ..visit(
            1,
            1,
            0,
            0,
            "Suivi de la tension artérielle",
            Outcome::Completed("I10", "Hypertension essentielle", "TA 152/94. ECG sans particularité."),
        )
    },
    Visit {
        prescriptions: &[HEART],
        ..visit(
            1,
            3,
            0,
            2,
            "Essoufflement à l'effort",
            Outcome::Completed("I50.9", "Insuffisance cardiaque", "Œdèmes des membres inférieurs, FEVG 45 %."),
        )
    },
    visit(0, 3, 0, 3, "Certificat d'aptitude", Outcome::NoShow),
    visit(0, 1, 1, 0, "Renouvellement d'ordonnance", Outcome::Confirmed),
    visit(0, 0, 1, 4, "متابعة بعد العلاج", Outcome::Requested),
    visit(1, 2, 1, 1, "خفقان القلب", Outcome::Confirmed),
    visit(0, 2, 2, 2, "Vaccination", Outcome::Cancelled),
    visit(1, 0, 2, 0, "Bilan avant une intervention", Outcome::Requested),
    visit(0, 3, 3, 1, "Contrôle de la glycémie", Outcome::Confirmed),
    visit(1, 1, 3, 3, "Contrôle à un mois", Outcome::Cancelled),
    visit(0, 1, 4, 2, "Douleurs lombaires", Outcome::Requested),
    visit(1, 3, 4, 0, "Échographie cardiaque", Outcome::Confirmed),
];
