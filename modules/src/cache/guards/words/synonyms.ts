import { words } from "./languages.ts";

/** Words of a line say the same in a question. */
const LINES = `
make create build generate produce
fix solve repair resolve correct
remove delete erase
big large size biggest largest
increase raise
reduce lower decrease
quick fast rapid speed speedy swift
begin start
buy purchase
find locate search look
get obtain receive fetch retrieve
error bug problem issue fault trouble
differ difference distinguish distinction different
best good recommend recommended better
picture image photo
movie film
car automobile
author writer wrote written
invent inventor invented
check verify determine
convert turn transform
sort order arrange
long length
tall height high
heavy weight weigh
deep depth
old age
far distance
cost price expensive
happen occur
population inhabitants inhabitant
number count amount
calculate compute work figure
need require necessary required
important crucial matter
type kind
benefit advantage
drawback disadvantage downside
tip advice suggestion suggest
combine merge join
choose pick select
prepare cook
use using utilize employ
phone telephone mobile
reason purpose
run execute
change modify edit alter
view see display
quit exit leave
`;

/** A word without its ending, roughly: enough to know a plural or a verb's form again. */
function stemOf(word: string): string {
  const plain = word.replace(/['’]\p{L}*$/u, "");
  if (plain.length <= 3) return plain;
  return (
    plain
      .replace(/ie[sd]$/, "y")
      .replace(/(?<=[^s])s$/, "")
      .replace(/(?<=\p{L}{3})(?:ing|ed|er|e|en|o|i|a)$/u, "")
      // run, running
      .replace(/([bdgmnprt])\1$/, "$1")
  );
}

const CANONICAL: ReadonlyMap<string, string> = new Map(
  LINES.trim()
    .split("\n")
    .flatMap((line) => words(line).map((form): [string, string] => [stemOf(form), words(line)[0] ?? form])),
);

/** One word for all that say the same. */
export const meaningOf = (word: string): string => CANONICAL.get(stemOf(word)) ?? stemOf(word);
