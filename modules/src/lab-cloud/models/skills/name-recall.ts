import type { PromptMessage } from "../simulated-model.ts";
import type { Skill } from "./skill.ts";

/** How people tell a name, ask for theirs, and are answered. */
interface Language {
  /** Each has the name as its first group. */
  readonly told: RegExp;
  readonly asked: RegExp;
  readonly answer: (name: string) => string;
  readonly unknown: string;
  readonly welcome: (name: string) => string;
}

/** One word, or several that begin with a capital; `von`, `de` and the like may stand between. */
const NAME = "(\\p{L}[\\p{L}'’-]*(?: (?:(?:von|van|de|di|del|della|la|le) )?\\p{Lu}[\\p{L}'’-]*)*)";
const telling = (phrases: string) => new RegExp(`(?<!\\p{L})(?:${phrases})\\s+${NAME}`, "giu");
const asking = (phrases: string) => new RegExp(`(?<!\\p{L})(?:${phrases})(?!\\p{L})`, "iu");

const LANGUAGES: readonly Language[] = [
  {
    told: telling("my name is|my name['’]s|call me|i am called|i['’]m called"),
    asked: asking(
      "what(?: is|['’]s) my name|what am i called|(?:know|remember|recall|tell me|say) my name|who am i",
    ),
    answer: (name) => `Your name is ${name}.`,
    unknown: "You have not told me your name.",
    welcome: (name) => `Nice to meet you, ${name}!`,
  },
  {
    told: telling("mi chiamo|il mio nome è|chiamami"),
    asked: asking("come mi chiamo|qual è il mio nome|(?:ricordi|sai|dimmi|conosci) il mio nome|chi sono io"),
    answer: (name) => `Ti chiami ${name}.`,
    unknown: "Non mi hai detto come ti chiami.",
    welcome: (name) => `Piacere, ${name}!`,
  },
  {
    told: telling("ich heiße|ich heisse|mein name ist|mein name lautet|nenn mich"),
    asked: asking(
      "wie heiße ich|wie heisse ich|wie ich heiße|wie ich heisse|wie (?:ist|lautet) mein name|(?:kennst du|weißt du) meinen namen|wer bin ich",
    ),
    answer: (name) => `Du heißt ${name}.`,
    unknown: "Du hast mir deinen Namen nicht gesagt.",
    welcome: (name) => `Freut mich, ${name}!`,
  },
  {
    told: telling("je m['’]appelle|mon nom est|mon prénom est|appelle-moi"),
    asked: asking(
      "comment (?:est-ce que )?je m['’]appelle|comment m['’]appell?[eé]-je|quel est mon (?:nom|prénom)|(?:rappelles de|connais|sais) mon (?:nom|prénom)|qui suis-je",
    ),
    answer: (name) => `Vous vous appelez ${name}.`,
    unknown: "Vous ne m'avez pas dit votre nom.",
    welcome: (name) => `Enchanté, ${name} !`,
  },
  {
    told: telling("me llamo|mi nombre es|llámame"),
    asked: asking(
      "cómo me llamo|como me llamo|cuál es mi nombre|cual es mi nombre|(?:recuerdas|sabes|conoces) mi nombre|quién soy",
    ),
    answer: (name) => `Te llamas ${name}.`,
    unknown: "No me has dicho cómo te llamas.",
    welcome: (name) => `¡Mucho gusto, ${name}!`,
  },
];

/** What a system message or a summary says of the user. */
const TOLD_OF_USER = telling(
  "the user['’]s name is|user name is|the user is called|name of the user is|l['’]utente si chiama|der benutzer heißt|l['’]utilisateur s['’]appelle|el usuario se llama",
);
/** What an assistant says back. */
const SAID_BACK = telling(
  "your name is|nice to meet you,|ti chiami|piacere,|du heißt|freut mich,|vous vous appelez|tu t['’]appelles|enchanté,|te llamas|mucho gusto,",
);
/** "I'm Nora." Counts only where nothing clearer was said: "I'm German." looks the same. */
const INTRODUCED =
  /(?<!\p{L})(?:I['’]m|I am|[Ss]ono|[Ii]ch bin|[Jj]e suis|[Ss]oy)\s+(\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*)*)(?=\s*(?:[.,!?;]|$))/gu;

/** Words that may follow "call me" and the like, and are no names. */
const NO_NAME =
  /^(?:not|a|an|the|when|if|back|later|unknown|tomorrow|non|nicht|pas|no|what|che|was|comment|german|italian|french|spanish|english|american|british|swiss|austrian|dutch|european)$/i;

/** Answers "What is my name?" from the conversation, in five languages. */
export const nameRecall: Skill = {
  answer({ messages, prompt }) {
    const language = LANGUAGES.find(({ asked }) => asked.test(prompt));
    if (language) {
      const name = lastName(messages);
      return name === undefined ? language.unknown : language.answer(name);
    }
    return welcome(prompt);
  },
};

/** Greets whoever says a name and nothing more. */
function welcome(prompt: string): string | undefined {
  if (prompt.length > LONGEST_WELCOME) return undefined;
  for (const { told, welcome } of LANGUAGES) {
    const [match, ...more] = namesIn(prompt, told);
    if (!match || more.length > 0) continue;
    const rest = prompt.replace(match.text, "").replace(GREETING, "");
    if (!/[\p{L}\p{N}]/u.test(rest)) return welcome(match.name);
  }
  return undefined;
}

/** Who writes more than this says more than a name. */
const LONGEST_WELCOME = 200;
const GREETING =
  /^\s*(?:hello|hi|hey|ciao|salve|hallo|bonjour|salut|hola|good morning|buongiorno|guten tag)(?:[\s,!.]+(?:there|and|e|und|et|y)(?!\p{L}))?/iu;

/** The name that was told last. */
function lastName(messages: readonly PromptMessage[]): string | undefined {
  const latestFirst = messages.toReversed();
  const found = (tellings: (role: string) => readonly RegExp[]) =>
    latestFirst
      .map(({ role, text }) => tellings(role).flatMap((told) => namesIn(text, told)))
      .map((names) => names.sort((a, b) => b.at - a.at)[0])
      .find((name) => name !== undefined)?.name;
  return found(clearTellings) ?? found((role) => (role === "user" ? [INTRODUCED] : []));
}

const TOLD = LANGUAGES.map(({ told }) => told);

/** An assistant that says "my name is" speaks of itself. */
function clearTellings(role: string): readonly RegExp[] {
  if (role === "assistant") return [SAID_BACK];
  return role === "user" ? TOLD : [...TOLD, TOLD_OF_USER];
}

function namesIn(
  text: string,
  told: RegExp,
): { readonly at: number; readonly name: string; readonly text: string }[] {
  return [...text.matchAll(told)].flatMap((match) => {
    const name = firstCapitals(match[1] ?? "");
    return name === "" || NO_NAME.test(name) ? [] : [{ at: match.index, name, text: match[0] }];
  });
}

/** With the flag that ignores case `\p{Lu}` matches any letter, so what follows the name is cut off here. */
function firstCapitals(found: string): string {
  const [first = "", ...rest] = found.split(" ");
  const kept = [first];
  for (const word of rest) {
    if (!/^\p{Lu}/u.test(word) && !/^(?:von|van|de|di|del|della|la|le)$/.test(word)) break;
    kept.push(word);
  }
  while (kept.length > 1 && !/^\p{Lu}/u.test(kept.at(-1) ?? "")) kept.pop();
  return kept.join(" ").replace(/['’-]+$/, "");
}
