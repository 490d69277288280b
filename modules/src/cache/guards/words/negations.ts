import { type ByLanguage, words } from "./languages.ts";

/** Words that turn a question round. Without accents. */
export const NEGATIONS: ByLanguage<ReadonlySet<string>> = {
  en: new Set(
    words(`not no never none nothing nobody nowhere neither nor without cannot cant dont doesnt didnt isnt arent wasnt werent wont wouldnt shouldnt
      couldnt hasnt havent hadnt mustnt except excluding unless unable fail fails failed failing refuses refuse lack lacks lacking avoid
      avoiding impossible instead rather forbidden besides`),
  ),
  it: new Set(
    words("non mai nessun nessuno nessuna niente nulla senza ne tranne eccetto impossibile evitare evito"),
  ),
  de: new Set(
    words(
      "nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne weder ausser unmoglich vermeiden vermeide",
    ),
  ),
  fr: new Set(words("pas jamais rien personne sans aucun aucune ni sauf impossible eviter")),
  es: new Set(
    words(
      "no nunca jamas nada nadie sin ningun ninguno ninguna ni tampoco salvo excepto imposible evitar evito",
    ),
  ),
  tr: new Set(words("degil yok olmadan olmayan hic asla haric olmaz imkansiz olmuyor")),
};

/** `doesn't`, and Turkish verbs with the negation inside them. */
export const NEGATED_VERB: ByLanguage<RegExp | undefined> = {
  en: /n['’]t$/,
  it: undefined,
  de: undefined,
  fr: undefined,
  es: undefined,
  tr: /(?:m[iu]yor\p{L}*|\p{L}{2}m[ae]z|m[ae]d[ae]n|m[ae]y[ae]n|m[ae]m[ae]k|m[ae]m[ae]li)$/u,
};
