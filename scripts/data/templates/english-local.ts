import type { TemplateGroup } from "../prompt-template.ts";

/** Easy requests in English only. */
export const englishLocal: TemplateGroup = [
  {
    name: "chat-weekend",
    target: "local",
    complexity: "simple",
    wordings: {
      en: [
        "My {time} was lovely, I {did}. Anything new with you?",
        "Just chatting: this {time} I {did}. How about a friendly word back?",
      ],
    },
    fills: {
      time: ["weekend", "Sunday", "evening", "holiday", "morning"],
      did: [
        "planned nothing and enjoyed it",
        "baked bread with my neighbour",
        "compared three kinds of ice cream",
        "built a kite with the children",
        "fixed the garden gate at last",
      ],
    },
  },
  {
    name: "fact-symbols",
    target: "local",
    complexity: "simple",
    wordings: {
      en: [
        "What is the chemical symbol of {element}?",
        "In the periodic table, which letters stand for {element}?",
      ],
    },
    fills: { element: ["oxygen", "iron", "gold", "sodium", "helium"] },
  },
  {
    name: "fact-acronym",
    target: "local",
    complexity: "simple",
    wordings: { en: ["What does {short} stand for?", "Spell out the abbreviation {short} for me."] },
    fills: { short: ["CPU", "USB", "NATO", "PDF", "GPS", "URL"] },
  },
  {
    name: "convert-units",
    target: "local",
    complexity: "simple",
    wordings: { en: ["Convert {amount}.", "I have a measuring jug and a question: what is {amount}?"] },
    fills: {
      amount: [
        "3 kilometres to metres",
        "2500 grams to kilograms",
        "90 minutes to hours",
        "half a litre to millilitres",
        "40 centimetres to millimetres",
      ],
    },
  },
  {
    name: "word-rhyme",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ['Give me a word that rhymes with "{word}".', 'I need one rhyme for "{word}", any will do.'],
    },
    fills: { word: ["cat", "moon", "light", "stone", "tree"] },
  },
  {
    name: "extract-json-field",
    target: "local",
    complexity: "simple",
    pastedCode: true,
    wordings: {
      en: [
        "What is the value of {field} in this JSON?\n\n{json}",
        "{json}\n\nOnly the {field} from that, please.",
      ],
    },
    fills: {
      field: ['"city"', '"email"', '"total"', '"status"', '"color"'],
      json: [
        '{ "id": 81, "name": "Ottilie Brandt", "email": "ottilie@example.org", "city": "Graz", "status": "new", "total": 12.5, "color": "red" }',
        '{\n  "order": "A-17",\n  "status": "shipped",\n  "city": "Porto",\n  "email": "rui@example.com",\n  "total": 48,\n  "color": "navy"\n}',
        '{"user":{"email":"k.lund@example.net","city":"Bergen"},"cart":{"total":7.2,"color":"green"},"status":"open"}',
        '[{ "status": "paid", "total": 310, "city": "Izmir", "email": "office@example.org", "color": "white" }]',
        '{ "color": "amber", "city": "Leeds", "total": 0, "email": "none@example.com", "status": "draft", "tags": ["a", "b"] }',
      ],
    },
  },
  {
    name: "extract-table-cell",
    target: "local",
    complexity: "simple",
    wordings: {
      en: [
        "Look at the table and tell me {ask}.\n\n{rows}",
        "{rows}\n\nFrom these lines, {ask}, if you please.",
      ],
    },
    fills: {
      ask: [
        "which price the tent has",
        "how many lamps are in stock",
        "which price the rope has",
        "how many mugs are in stock",
        "which item comes last",
      ],
      rows: [
        "item;stock;price\ntent;4;129.00\nlamp;31;19.90\nrope;12;8.50\nmug;57;6.00\nstove;9;44.00",
        "item | price | stock\nmug | 7.20 | 18\nrope | 9.10 | 3\ntent | 99.00 | 6\nlamp | 24.00 | 11\nboots | 75.00 | 8",
        "stock,item,price\n2,lamp,31\n14,tent,150\n40,rope,5\n22,mug,9\n1,canoe,820",
        "name\tin stock\tprice\nrope\t8\t11.00\nmug\t90\t4.50\nlamp\t5\t27.30\ntent\t2\t210.00\naxe\t7\t38.00",
        "mug: 12 in stock, 5 euros\ntent: 3 in stock, 80 euros\nlamp: 6 in stock, 15 euros\nrope: 20 in stock, 7 euros\nmap: 9 in stock, 10 euros",
      ],
    },
  },
  {
    name: "rewrite-past-tense",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ["Put this into the past tense: {text}", "How does this read as something of yesterday? {text}"],
    },
    fills: {
      text: [
        "Nora walks to the station and buys a ticket.",
        "The engineers design a bridge and test the model.",
        "We analyse the soil and write down the results.",
        "He sings badly, but everyone laughs and claps.",
        "The committee meets, talks and decides nothing.",
      ],
    },
  },
  {
    name: "classify-sentiment",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ["Positive or negative? {review}", "Is the writer of this happy or not? One word. {review}"],
    },
    fills: {
      review: [
        '"The room smelled of paint and nobody answered the bell. Never again."',
        '"Best lentil soup of my life, and the owner remembered my name."',
        '"The update broke my calendar and support sent me in circles for a week."',
        '"I doubted the comprehensive course would suit me, yet I enjoyed every hour."',
        '"Two buttons fell off on the first day. The third followed on the second."',
      ],
    },
  },
  {
    name: "read-last-log-level",
    target: "local",
    complexity: "simple",
    pastedCode: true,
    wordings: {
      en: [
        "Which level does the last line of this log have?\n\n{log}",
        "{log}\n\nWhat is written as the level at the very end?",
      ],
    },
    fills: {
      log: [
        "08:00:01 INFO  scheduler: starting evaluation of 412 strategies\n08:00:04 WARN  cache: miss rate 0.41 exceeds plan\n08:00:09 INFO  scheduler: architecture snapshot written\n08:00:12 ERROR worker-3: proof of work rejected by peer\n08:00:12 INFO  worker-3: retry in 5 s",
        "[db] DEBUG explain analyze took 81 ms\n[db] DEBUG plan: nested loop over 3 relations\n[db] INFO checkpoint complete\n[db] WARN long transaction 4471\n[db] ERROR deadlock detected",
        "2024-02-11T10:15:00Z warn  disk 81 % full\n2024-02-11T10:16:00Z info  compaction designed for 6 shards\n2024-02-11T10:17:30Z info  compaction done\n2024-02-11T10:18:00Z warn  disk 80 % full",
        "notice: loading comprehensive rule set\nnotice: 9,114 rules compared\nnotice: optimizer finished in 3 passes\ncritical: licence ends today",
      ],
    },
  },
  {
    name: "trap-count-words",
    target: "local",
    complexity: "simple",
    wordings: {
      en: [
        'How many words are in the phrase "{phrase}"?',
        'Count the words of "{phrase}", a number is enough.',
      ],
    },
    fills: {
      phrase: [
        "comprehensive business plan",
        "prove the theorem",
        "design a distributed system",
        "analyse and compare",
        "strategic risk assessment report",
      ],
    },
  },
  {
    name: "write-card",
    target: "local",
    complexity: "simple",
    wordings: {
      en: [
        "Write two friendly lines for {card}.",
        "Something short and warm for {card}, please. Two lines are plenty.",
      ],
    },
    fills: {
      card: [
        "my aunt's birthday card",
        "a get-well card to a colleague",
        "a postcard from the seaside",
        "the neighbours' new baby",
        "a thank-you card to the bus driver",
      ],
    },
  },
  {
    name: "advice-kitchen",
    target: "local",
    complexity: "simple",
    wordings: {
      en: ["How long should I {task}?", "Kitchen question from a beginner: how many minutes do I {task}?"],
    },
    fills: {
      task: [
        "boil an egg",
        "let black tea steep",
        "cook spaghetti",
        "rest bread dough the first time",
        "roast a potato",
      ],
    },
  },
  {
    name: "list-three-ideas",
    target: "local",
    complexity: "moderate",
    wordings: {
      en: ["Name three {ideas}.", "Can you suggest three {ideas}? Just a short list."],
    },
    fills: {
      ideas: [
        "vegetarian dishes for a picnic",
        "games to play on a long train ride",
        "names for a grey kitten",
        "small gifts under ten euros",
        "ways to remember to drink water",
      ],
    },
  },
  {
    name: "explain-proverb",
    target: "local",
    complexity: "moderate",
    wordings: {
      en: [
        'What do people mean when they say "{saying}"?',
        'Explain the saying "{saying}" to someone learning English.',
      ],
    },
    fills: {
      saying: [
        "a stitch in time saves nine",
        "the early bird catches the worm",
        "do not put all your eggs in one basket",
        "when in Rome, do as the Romans do",
        "let sleeping dogs lie",
      ],
    },
  },
  {
    name: "format-list-as-table",
    target: "local",
    complexity: "moderate",
    wordings: {
      en: [
        "Turn this into a Markdown table with two columns: {pairs}",
        "Make a small Markdown table out of the following: {pairs}",
      ],
    },
    fills: {
      pairs: [
        "Monday soup, Tuesday rice, Wednesday fish, Thursday leftovers, Friday pizza, Saturday salad, Sunday roast",
        "Ada 31 points, Bo 28 points, Cleo 28 points, Dag 19 points, Eli 7 points",
        "red means stop, amber means wait, green means go, flashing means give way",
        "piano to the left room, harp to the hall, drums to the cellar, flutes upstairs",
      ],
    },
  },
];
