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

/** Whether the answer depends on when it is asked, as far as its words tell. */
export function isTimeBound(text: string): boolean {
  return MOMENT.test(foldText(text).replace(/['’-]/g, " ").replace(/\s+/g, " "));
}
