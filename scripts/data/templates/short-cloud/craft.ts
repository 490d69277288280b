import type { PromptTemplate } from "../../prompt-template.ts";

export const translateVerse: PromptTemplate = {
  name: "translate-verse",
  target: "cloud",
  complexity: "complex",
  wordings: {
    en: ["Translate into {verse}, and keep rhyme and metre.", "Can these lines rhyme again in {verse}?"],
    it: ["Traduci in {verse}, salvando rima e metro.", "Questi versi possono rimare anche in {verse}?"],
    de: ["Übertrage ins {verse}, mit Reim und Versmaß.", "Kann sich das auch im {verse} noch reimen?"],
    fr: ["Traduis en {verse}, en gardant la rime et le mètre.", "Ces vers peuvent-ils rimer en {verse} ?"],
    es: [
      "Traduce al {verse}, conservando rima y metro.",
      "¿Pueden rimar también estos versos pasados al {verse}?",
    ],
    tr: [
      "Uyak ve ölçüyü koruyarak çevir, {verse}.",
      "Bu dizeler başka dilde de uyaklı olabilir mi, {verse}?",
    ],
  },
  fills: {
    verse: {
      en: [
        'German: "The river keeps no name of mine, it counts the stones and calls them wine"',
        'French: "A lamp, a stair, a borrowed key, the night was longer than the sea"',
        'Italian: "I sold my shadow for a song and wore the morning all day long"',
        'Spanish: "The clock forgot the hour of rain and asked the roof to count again"',
      ],
      it: [
        'inglese: "Il vento porta via il mio nome, e il mare non ricorda come"',
        'tedesco: "Una candela, un vecchio muro, la notte scrive il suo futuro"',
      ],
      de: [
        "Englische: „Der Wind vergaß das alte Lied, das leise durch die Gassen zieht“",
        "Französische: „Ein Licht, ein Stein, ein leeres Haus, die Nacht geht nie von selber aus“",
      ],
      fr: [
        "anglais : « La pluie a pris mon parapluie, et l'heure est partie avec lui »",
        "allemand : « Le chat connaît le toit par cœur, la lune en sait la profondeur »",
      ],
      es: [
        "inglés: «La calle guarda mi canción, el reloj no pide perdón»",
        "alemán: «Se fue la tarde sin hablar, dejó las llaves en el mar»",
      ],
      tr: [
        'İngilizceye: "Rüzgâr aldı adımı gitti, sokak sustu, şarkı bitti"',
        'Almancaya: "Bir mum yandı eski evde, gölgem kaldı pencerede"',
      ],
    },
  },
};

export const codeTrickyOneLiner: PromptTemplate = {
  name: "code-tricky-one-liner",
  target: "cloud",
  complexity: "moderate",
  wordings: {
    en: ["I need {code}.", "What is a correct way to get {code}?"],
    it: ["Mi serve {code}.", "Qual è un modo corretto per avere {code}?"],
    de: ["Ich brauche {code}.", "Wie bekomme ich fehlerfrei {code}?"],
    fr: ["Il me faut {code}.", "Quelle est la bonne façon d'obtenir {code} ?"],
    es: ["Necesito {code}.", "¿Cuál es la forma correcta de obtener {code}?"],
    tr: ["{code} lazım.", "{code} nasıl doğru yazılır?"],
  },
  fills: {
    code: {
      en: [
        "a regex for quoted strings with nested escapes",
        "a lock-free ring buffer in C",
        "SQL for gaps of three days or more per customer",
        "a bash line that survives file names with newlines",
        "a debounce in TypeScript that can be awaited and cancelled",
      ],
      it: [
        "una regex per stringhe tra virgolette con escape annidati",
        "una query SQL per i buchi di tre giorni per cliente",
        "un debounce in TypeScript che si possa attendere e annullare",
      ],
      de: [
        "eine Regex für Zeichenketten mit verschachtelten Escapes",
        "SQL für Lücken von drei Tagen je Kunde",
        "ein Debounce in TypeScript, das man abwarten und abbrechen kann",
      ],
      fr: [
        "une regex pour chaînes avec échappements imbriqués",
        "du SQL pour les trous de trois jours par client",
        "un debounce en TypeScript qu'on peut attendre et annuler",
      ],
      es: [
        "una regex para cadenas con escapes anidados",
        "SQL para huecos de tres días por cliente",
        "un debounce en TypeScript que se pueda esperar y cancelar",
      ],
      tr: [
        "İç içe kaçışlı tırnaklı metinler için bir regex",
        "Müşteri başına üç günlük boşlukları bulan bir SQL",
        "TypeScript'te beklenebilen ve iptal edilebilen bir debounce",
      ],
    },
  },
};
