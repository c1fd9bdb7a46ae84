// Known-item queries: each made from one page, which is the answer. The same seed gives the same queries.

// Mulberry32.
export function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const COMMON = new Set(
  "a an and are as at be but by can could did do does for from had has have he her his how i if in into is it its may me more most must my no not of on one only or other our out over she should so some such than that the their them then there these they this those to too up us use used was we were what when where which while who will with would you your also any all been being both each many very".split(" "),
);
const wordsOf = (text) => [...new Set(text.toLowerCase().match(/\p{L}+(?:-\p{L}+)*/gu) ?? [])].filter((word) => !COMMON.has(word) && word.length >= 3);

export const KINDS = ["three title words", "full title", "three body words", "mixed", "one word mistyped", "all mistyped", "question", "natural phrasing", "joined compound", "split compound"];
const LONG = 5;
const QUESTIONS = ["how do I %", "what is %", "where can I find %", "why should we %", "% for my team"];
const PHRASES = ["I am looking for something about %", "could you tell me more about %", "we would like to know about %", "is there anything on %"];

export function queries(pages, kind, count, seed) {
  const next = random(seed + KINDS.indexOf(kind) * 1000);
  const below = (most) => Math.floor(next() * most);
  const pick = (words, many) => {
    const left = [...words];
    return Array.from({ length: many }, () => left.splice(below(left.length), 1)[0]);
  };
  // One letter more, less or another, or two in each other's place; never the word itself.
  const mistype = (word) => {
    for (;;) {
      const at = below(word.length);
      const letter = String.fromCharCode(97 + below(26));
      const other = [
        word.slice(0, at) + letter + word.slice(at),
        word.slice(0, at) + word.slice(at + 1),
        word.slice(0, at) + letter + word.slice(at + 1),
        word.slice(0, at) + (word[at + 1] ?? "") + word[at] + word.slice(at + 2),
      ][below(4)];
      if (other !== word) return other;
    }
  };
  const make = (page) => {
    const title = wordsOf(page.title);
    const body = wordsOf(page.sections.map(([, heading, text]) => `${heading} ${text}`).join(" "));
    const long = body.filter((word) => word.length >= LONG);
    const only = long.filter((word) => !title.includes(word));
    switch (kind) {
      case "three title words":
        return title.length >= 3 ? pick(title, 3).join(" ") : null;
      case "full title":
        return page.title;
      case "three body words":
        return long.length >= 3 ? pick(long, 3).join(" ") : null;
      case "mixed":
        return title.length && only.length >= 2 ? [...pick(title, 1), ...pick(only, 2)].join(" ") : null;
      case "question":
      case "natural phrasing": {
        // Two words of the title, as somebody might ask for them.
        const frame = pick(kind === "question" ? QUESTIONS : PHRASES, 1)[0];
        return title.length >= 2 ? frame.replace("%", pick(title, 2).join(" ")) : null;
      }
      case "joined compound":
      case "split compound": {
        // A word with a hyphen, written as one or as two, beside another word of the page.
        const compounds = body.filter((word) => /^\p{L}{2,}-\p{L}{2,}$/u.test(word));
        const beside = long.filter((word) => !word.includes("-"));
        if (!compounds.length || !beside.length) return null;
        return `${pick(compounds, 1)[0].replace("-", kind === "joined compound" ? "" : " ")} ${pick(beside, 1)[0]}`;
      }
      default: {
        // Two words of the text and one of the title where it has a long one.
        const own = title.filter((word) => word.length >= LONG && !word.includes("-"));
        const plain = only.filter((word) => !word.includes("-"));
        if (!own.length || plain.length < 2) return null;
        const chosen = pick([...pick(own, 1), ...pick(plain, 2)], 3);
        return (kind === "all mistyped" ? chosen.map(mistype) : [mistype(chosen[0]), ...chosen.slice(1)]).join(" ");
      }
    }
  };
  const made = [];
  const seen = new Set();
  for (let tries = 0; made.length < count && tries < count * 50; tries++) {
    const page = pages[below(pages.length)];
    const text = make(page);
    if (text && !seen.has(text)) {
      seen.add(text);
      made.push({ text, url: page.url });
    }
  }
  return made;
}
