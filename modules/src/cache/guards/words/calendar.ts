import { type ByLanguage, words } from "./languages.ts";

const months = (list: string) => numbered(list, "month-");
const days = (list: string) => numbered(list, "day-");

function numbered(list: string, name: string): [string, string][] {
  return list
    .trim()
    .split(/\s*\|\s*/)
    .flatMap((forms, at) => words(forms).map((form): [string, string] => [form, `${name}${at + 1}`]));
}

/** Months and days of the week, each form to one name in all languages. English `may` and `march` need a capital letter. */
export const CALENDAR: ByLanguage<ReadonlyMap<string, string>> = {
  en: new Map([
    ...months(
      "january jan | february feb | march | april apr | may | june jun | july jul | august aug | september sept sep | october oct | november nov | december dec",
    ),
    ...days(
      "monday mondays mon | tuesday tuesdays tue | wednesday wednesdays wed | thursday thursdays thu | friday fridays fri | saturday saturdays | sunday sundays",
    ),
  ]),
  it: new Map([
    ...months(
      "gennaio | febbraio | marzo | aprile | maggio | giugno | luglio | agosto | settembre | ottobre | novembre | dicembre",
    ),
    ...days("lunedi | martedi | mercoledi | giovedi | venerdi | sabato | domenica"),
  ]),
  de: new Map([
    ...months(
      "januar | februar | marz maerz | april | mai | juni | juli | august | september | oktober | november | dezember",
    ),
    ...days(
      "montag montags | dienstag dienstags | mittwoch mittwochs | donnerstag donnerstags | freitag freitags | samstag samstags sonnabend | sonntag sonntags",
    ),
  ]),
  fr: new Map([
    ...months(
      "janvier | fevrier | mars | avril | mai | juin | juillet | aout | septembre | octobre | novembre | decembre",
    ),
    ...days("lundi lundis | mardi mardis | mercredi | jeudi | vendredi | samedi | dimanche dimanches"),
  ]),
  es: new Map([
    ...months(
      "enero | febrero | marzo | abril | mayo | junio | julio | agosto | septiembre | octubre | noviembre | diciembre",
    ),
    ...days("lunes | martes | miercoles | jueves | viernes | sabado sabados | domingo domingos"),
  ]),
  tr: new Map([
    ...months(
      "ocak | subat | mart | nisan | mayis | haziran | temmuz | agustos | eylul | ekim | kasim | aralik",
    ),
    ...days("pazartesi | sali | carsamba | persembe | cuma | cumartesi | pazar"),
  ]),
};

/** English words that are months only when written with a capital letter inside a sentence. */
export const NEEDS_CAPITAL: ReadonlySet<string> = new Set(["may", "march", "jan", "mon", "sun", "sat"]);
