import { foldText } from "./fold-text.ts";

/** Words of a question whose answer is another one tomorrow, without accents. */
const MOMENTS: Readonly<Record<string, readonly string[]>> = {
  en: [
    "today",
    "tonight",
    "tomorrow",
    "yesterday",
    "now",
    "currently",
    "at the moment",
    "right now",
    "latest",
    "newest",
    "most recent",
    "this (?:week|month|year|morning|evening|quarter)",
    "(?:last|next) (?:week|month|year|night|monday|tuesday|wednesday|thursday|friday|saturday|sunday)",
    "what time is it",
    "so far",
    "as of",
    "live score",
    "breaking news",
    "current (?:price|weather|time|date|rate|temperature|status|version|president|score|news)",
  ],
  it: [
    "oggi",
    "stasera",
    "domani",
    "ieri",
    "adesso",
    "attualmente",
    "in questo momento",
    "che ore sono",
    "(?:questa|prossima|scorsa) settimana",
  ],
  de: [
    "heute",
    "morgen fruh",
    "gestern",
    "jetzt",
    "derzeit",
    "aktuell(?:e|en|er|es)?",
    "momentan",
    "wie spat ist es",
    "diese woche",
    "ubermorgen",
  ],
  fr: [
    "aujourd hui",
    "ce soir",
    "demain",
    "hier",
    "maintenant",
    "actuellement",
    "en ce moment",
    "quelle heure est il",
    "cette semaine",
  ],
  es: [
    "hoy",
    "esta noche",
    "manana",
    "ayer",
    "ahora",
    "actualmente",
    "en este momento",
    "que hora es",
    "esta semana",
  ],
  tr: ["bugun", "bu aksam", "yarin", "dun", "simdi", "su anda", "su an", "saat kac", "bu hafta"],
};

const MOMENT = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${Object.values(MOMENTS).flat().join("|")})(?![\\p{L}\\p{N}])`,
  "u",
);

/** A question stands before or after what was pasted; words of moments in between say nothing about it. */
const END_CHARACTERS = 300;

/** Whether the answer depends on when it is asked, as far as the words of the text's two ends tell. */
export function isTimeBound(text: string): boolean {
  const ends =
    text.length <= 2 * END_CHARACTERS
      ? text
      : `${text.slice(0, END_CHARACTERS)} ${text.slice(-END_CHARACTERS)}`;
  return MOMENT.test(foldText(ends).replace(/['’-]/g, " ").replace(/\s+/g, " "));
}
