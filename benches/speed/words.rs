//! Numbers by chance that are the same everywhere, and 20,000 word forms that come as often as in English.

/// How many word forms there are.
const FORMS: usize = 20_000;

/// The words that English uses most, which hold its sentences together.
const COMMON: &str = "the of and to a in is it that was for on are with as he be at by this had not but from or have an they which one you were her all she there would their we him been has when who will no more if out so said what up its about into than them can only other new some could time these two may then do first any my now such like our over man me even most made after also did many before must through back years where much your way well down should because each just those people how too little state good very make world still own see men work long get here between both life being under never day same another know while last might us great old year off come since against go came right used take three";

/// SplitMix64: small, and good enough for text.
#[derive(Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// The numbers of one stream; other streams are independent.
    pub(crate) fn new(stream: u64) -> Self {
        let mut chance = Self(stream.wrapping_mul(0xd134_2543_de82_ef95) ^ 0xa105_1de0);
        chance.next();
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `end` − 1.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (((self.next() >> 32) * end as u64) >> 32) as usize
    }

    /// A number from `from` to `to`.
    pub(crate) fn between(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to - from + 1)
    }

    /// Whether one case in `number` is met.
    pub(crate) fn one_in(&mut self, number: usize) -> bool {
        self.below(number) == 0
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A length in words: log-normal with this median.
    ///
    /// Sums and products alone, which round alike on every machine; the twelve sum up to nearly a normal distribution.
    pub(crate) fn length(&mut self, median: f64) -> usize {
        let normal = (0..12).map(|_| self.unit()).sum::<f64>() - 6.0;
        let power = 0.6 * normal;
        let (mut term, mut sum) = (1.0, 1.0);
        for step in 1..40 {
            term *= power / f64::from(step);
            sum += term;
        }
        (median * sum) as usize
    }
}

/// The word forms, most frequent first, with the sums of their frequencies.
#[derive(Debug)]
pub(crate) struct Words {
    forms: Vec<String>,
    sums: Vec<u64>,
}

impl Words {
    pub(crate) fn new() -> Self {
        let mut forms: Vec<String> = COMMON.split(' ').map(str::to_owned).collect();
        let mut known: std::collections::HashSet<String> = forms.iter().cloned().collect();
        let mut chance = Chance::new(u64::MAX);
        while forms.len() < FORMS {
            let syllables = 1 + usize::from(forms.len() > 1500) + usize::from(forms.len() > 12_000);
            let stem = stem(&mut chance, syllables);
            for ending in ["", "s", "ed", "ing", "er", "ly"] {
                let form = format!("{stem}{ending}");
                if (ending.is_empty() || chance.one_in(3)) && known.insert(form.clone()) {
                    forms.push(form);
                }
            }
        }
        forms.truncate(FORMS);
        let mut sum = 0;
        let sums = (0..FORMS)
            .map(|rank| {
                sum += 1_000_000_000 / (10 * rank as u64 + 27);
                sum
            })
            .collect();
        Self { forms, sums }
    }

    /// A word, as often as its rank says.
    pub(crate) fn word(&self, chance: &mut Chance) -> &str {
        let end = self.sums.last().copied().unwrap_or(1);
        let at = ((u128::from(chance.next()) * u128::from(end)) >> 64) as u64;
        &self.forms[self.sums.partition_point(|sum| *sum <= at)]
    }

    /// A word that says something: none of the common ones.
    pub(crate) fn rare(&self, chance: &mut Chance) -> &str {
        let from = COMMON.split(' ').count();
        &self.forms[chance.between(from, from + 6000)]
    }

    /// A name that is this one's alone among the first few hundred.
    pub(crate) fn name(&self, number: usize) -> &str {
        &self.forms[1000 + number * 7]
    }
}

fn stem(chance: &mut Chance, syllables: usize) -> String {
    const STARTS: [&str; 28] = [
        "b", "br", "c", "ch", "cl", "d", "f", "fr", "g", "gr", "h", "l", "m", "n", "p", "pl", "pr",
        "r", "s", "sh", "sl", "st", "str", "t", "th", "tr", "v", "w",
    ];
    const VOWELS: [&str; 10] = ["a", "e", "i", "o", "u", "ea", "ou", "ai", "ee", "oa"];
    const ENDS: [&str; 16] = [
        "n", "r", "t", "l", "s", "d", "m", "nd", "st", "ck", "p", "ng", "rt", "ll", "ve", "nt",
    ];
    let mut word = String::new();
    for _ in 0..syllables {
        word.push_str(STARTS[chance.below(STARTS.len())]);
        word.push_str(VOWELS[chance.below(VOWELS.len())]);
    }
    word.push_str(ENDS[chance.below(ENDS.len())]);
    word
}
