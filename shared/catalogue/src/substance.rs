use crate::words;

/// Words that say in which form a substance is there, and not which one it is.
const SALTS: [&str; 60] = [
    "acetate",
    "anhydre",
    "base",
    "besiate",
    "besilate",
    "besylate",
    "bromhydrate",
    "bromure",
    "calcique",
    "calcium",
    "carbonate",
    "chlorhydrate",
    "chlorure",
    "citrate",
    "dichlorhydrate",
    "dihydrate",
    "dihydratee",
    "dipropionate",
    "disodique",
    "embonate",
    "forme",
    "fumarate",
    "gluconate",
    "hemihydrate",
    "hydrate",
    "hydratee",
    "hydrobromide",
    "hydrochloride",
    "lactate",
    "lysine",
    "lp",
    "magnesium",
    "maleate",
    "mesilate",
    "mesylate",
    "monohydrate",
    "monohydratee",
    "monosodique",
    "nitrate",
    "phosphate",
    "potassique",
    "potassium",
    "propionate",
    "sel",
    "sesquihydrate",
    "sodique",
    "sodium",
    "sous",
    "succinate",
    "sulfate",
    "tartrate",
    "trihydrate",
    "trihydratee",
    "valerate",
    "pure",
    "poudre",
    "solution",
    "standardise",
    "titre",
    "complexe",
];
/// Words between words.
const SMALL: [&str; 16] =
    ["d", "de", "des", "du", "e", "en", "et", "l", "la", "le", "les", "ou", "p", "pour", "a", "avec"];

/// The substances that a DCI names, each by its telling words, sorted: in `AMOXICILLINE TRIHYDRATEE EXPRIME EN
/// AMOXICILLINE / ACIDE CLAVULANIQUE (SEL DE POTASSIUM)` they are `acide clavulanique` and `amoxicilline`.
pub fn substances(dci: &str) -> Vec<String> {
    let plain = without_brackets(dci);
    let mut all: Vec<String> = plain.split(['/', '+']).filter_map(substance).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The class of a code of class and substance: `13 G 011` is of `13G`. `None` for what is no such code.
pub fn class_of(class_code: &str) -> Option<String> {
    let words = words(class_code);
    let [number, letter, ..] = words.as_slice() else { return None };
    let letters = letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_lowercase());
    (letters && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("{number}{}", letter.to_uppercase()))
}

fn substance(part: &str) -> Option<String> {
    let words = words(part);
    // What is named twice is named best the second time: `AMLODIPINE BESYLATE EXPRIME EN AMLODIPINE`.
    let begin = words.iter().rposition(|word| word.starts_with("exprim")).map_or(0, |at| at + 1);
    let named = words.iter().skip(begin).map(String::as_str).take_while(|word| *word != "rapport");
    let named: Vec<&str> = named.filter(|word| !SMALL.contains(word)).collect();
    let telling: Vec<&str> = named.iter().copied().filter(|word| !SALTS.contains(word)).collect();
    // `CARBONATE DE CALCIUM` is no form of anything else.
    let left = if telling.is_empty() { named } else { telling };
    left.iter().any(|word| word.chars().filter(|letter| letter.is_alphabetic()).count() > 2).then(|| left.join(" "))
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let outside = text.chars().filter(|letter| match letter {
        '(' => {
            depth += 1;
            false
        }
        ')' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    outside.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn salts_and_spellings_are_one_substance() {
        for (dci, expected) in [
            ("AMOXICILLINE", "amoxicilline"),
            ("AMOXICILLINE** (SOUS FORME TRIHYDRATEE)", "amoxicilline"),
            ("AMOXICILLINE TRIHYDRATE E EXPRIME EN AMOXICILLINE ANHYDRE", "amoxicilline"),
            ("AMOXICILLINE/ACIDE CLAVULANIQUE RAPPORT 8/1", "acide clavulanique|amoxicilline"),
            ("AMOXICILLINE TRIHYDRATEE EXPRIME EN AMOXICILLINE /ACIDE CLAVULANIQUE", "acide clavulanique|amoxicilline"),
            ("AMLODIPINE BESILATE/IRBESARTAN", "amlodipine|irbesartan"),
            ("IRBéSARTAN/BéSILATE D'AMLODIPINE", "amlodipine|irbesartan"),
            ("Diclofénac L.P. (SODIUM)", "diclofenac"),
            ("METFORMINE (CHLORHYDRATE)", "metformine"),
            ("PARACETAMOL / DEXTROPROPOXYPHENE", "dextropropoxyphene|paracetamol"),
            ("CARBONATE DE CALCIUM", "carbonate calcium"),
            ("(SANS NOM", ""),
            ("", ""),
        ] {
            assert_eq!(substances(dci).join("|"), expected, "{dci}");
        }
    }

    #[test]
    fn a_class_is_a_number_and_a_letter() {
        let class = |code: &str| class_of(code).unwrap_or_default();
        assert_eq!(
            ["13 G 011", "13G011", "13 g", "", "G 13", "13 5", "13 GG 1"].map(class),
            ["13G", "13G", "13G", "", "", "", ""]
        );
    }
}
