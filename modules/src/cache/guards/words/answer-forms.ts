/** How the answer is to look: a name, then the words that ask for it. Without accents. */
const LINES = `
json json
xml xml
yaml yaml
csv csv
table table tabular tabella tabelle tableau tabla tablo
markdown markdown
bullets bullet bullets bulleted
short short brief briefly concise concisely summary summarize summarise summarized tldr breve brevemente kurz brievement kisaca resume zusammenfassung riassunto riassumi resumen ozet
long detail detailed details thorough thoroughly depth dettaglio ausfuhrlich ausfuhrliche detaille detalle detallado ayrintili
poem poem rhyme rhymes haiku limerick verse poesia gedicht poeme poema siir
essay essay saggio aufsatz ensayo
email email mail e-mail
formal formal formally polite politely
informal informal informally casual casually
simple beginner beginners simply eli5 layman child children kid kids dummies
expert expert experts advanced
sentence sentence sentences frase satz phrase
paragraph paragraph paragraphs
example example examples esempio beispiel exemple ejemplo ornek
diagram diagram chart graph
tweet tweet
joke joke funny humorous
`;

export const ANSWER_FORMS: ReadonlyMap<string, string> = new Map(
  LINES.trim()
    .split("\n")
    .flatMap((line) => {
      const [name = "", ...forms] = line.split(" ");
      return forms.map((form): [string, string] => [form, name]);
    }),
);
