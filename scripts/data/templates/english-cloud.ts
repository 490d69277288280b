import type { TemplateGroup } from "../prompt-template.ts";

/** Hard requests in English only. */
export const englishCloud: TemplateGroup = [
  {
    name: "code-sql-window",
    target: "cloud",
    complexity: "complex",
    pastedCode: true,
    wordings: {
      en: [
        "Given this schema, {ask} in one PostgreSQL query:\n\n{schema}",
        "{schema}\n\nHow would you {ask} here, without a temporary table?",
      ],
    },
    fills: {
      ask: [
        "list for each rider the longest run of consecutive days with a trip",
        "find pairs of stations whose traffic moves in opposite directions",
        "compute the median trip length per month and its change",
        "show bikes that were at two places at overlapping times",
        "rank riders by distance with ties and gaps kept",
      ],
      schema: [
        "CREATE TABLE trips (\n  id bigint PRIMARY KEY,\n  rider text NOT NULL,\n  bike int NOT NULL,\n  started timestamptz,\n  ended timestamptz,\n  metres int\n);",
        "trips(id, rider_id, bike_id, from_station, to_station, started_at, ended_at)\nriders(id, joined_on, city)\nstations(id, name, capacity)",
        "CREATE TABLE ride_events (bike int, rider int, at timestamp, kind varchar(8), station int);\nCREATE INDEX ON ride_events (bike, at);",
      ],
    },
  },
  {
    name: "write-postmortem",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: [
        "Turn these notes into a blameless post-mortem with timeline, root cause, contributing causes and owners: {notes}",
        "{notes}\n\nOur customers will read what we publish about this. Draft it, and keep apart what we know from what we guess.",
      ],
    },
    fills: {
      notes: [
        "02:10 deploy by bot, 02:14 latency doubles in one region, 02:31 on-call paged but phone silent, 02:52 rollback fails because the old image was pruned, 03:20 traffic shifted by hand, 03:24 recovered; 1,900 orders retried, 41 charged twice.",
        "Certificate of the internal gateway ran out on a Sunday, the renewal job had been failing since a permission change in March, alerts went to a mailbox of someone who left, payments were down for 73 minutes, the status page said all green.",
        "A feature flag was set to 100 instead of 10, the recommendation service asked the profile store once per item, connections ran out, the login used the same pool, restart made it worse since every client reconnected at once.",
        "Backup restore drill: restore took nine hours, not two; two tables were empty since the schema rename in May; the checklist had been ticked every week.",
      ],
    },
  },
  {
    name: "explain-paradox",
    target: "cloud",
    complexity: "complex",
    wordings: { en: ["Can {claim}?", "How could {claim}? Is that even possible?"] },
    fills: {
      claim: [
        "a drug that helps men and helps women harm people overall",
        "adding a road to a town make every trip longer",
        "a test that is right 99 times in 100 be wrong most times it rings",
        "a set be the same size as half of itself",
        "a candidate who loses every duel still win the vote",
      ],
    },
  },
  {
    name: "game-theory",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: [
        "{game} What is the best play for both?",
        "{game} Is there a stable outcome, and what if they meet again tomorrow?",
      ],
    },
    fills: {
      game: [
        "Two shops on a beach choose a spot and a price at the same time, customers walk at a cost.",
        "Three siblings bid in turns for one bicycle, and the runner-up pays her bid too.",
        "A driver and an inspector choose each day whether to pay and whether to check.",
        "Two friends split 100 coins: one proposes, the other may refuse and then a tenth vanishes and they swap roles.",
        "Five villages share a pump, each can cheat a little without being seen.",
      ],
    },
  },
  {
    name: "probability-host",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: ["{setting} What are the chances?", "{setting} Give the exact probability."],
    },
    fills: {
      setting: [
        "Three doors, one prize, the host opens a door at random and it happens to be empty.",
        "A stick is broken at two random points and the pieces should form a triangle.",
        "In a queue of fifty, one lost her seat number, all others take their own seat if free; the last finds his own.",
        "A family has two children, one is a boy born on a Tuesday; both are boys.",
        "I toss until I see heads twice in a row and need more than six tosses.",
      ],
    },
  },
  {
    name: "route-optimise",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: [
        "Shortest round trip? {map}",
        "{map} In which order should the van drive, and why can it not be shorter?",
      ],
    },
    fills: {
      map: [
        "Distances: A-B 7, A-C 9, A-D 14, A-E 5, B-C 3, B-D 8, B-E 10, C-D 6, C-E 11, D-E 12. Start and end at A.",
        "Stops at (0,0), (2,5), (6,1), (7,7), (3,3), (5,6), start at the first, and (7,7) only before noon, which is 12 units away.",
        "Depot, then clinics P, Q, R, S. P before R. Depot-P 4, Depot-Q 6, Depot-R 9, Depot-S 3, P-Q 5, P-R 2, P-S 7, Q-R 4, Q-S 8, R-S 6.",
        "Roads one way: K to L 3, L to M 4, M to K 9, L to K 6, M to N 2, N to K 5, N to L 1. Visit all from K.",
      ],
    },
  },
  {
    name: "write-fixed-form",
    target: "cloud",
    complexity: "complex",
    wordings: { en: ["Write {form}.", "Could I have {form}? No lines borrowed from known poems."] },
    fills: {
      form: [
        "a villanelle about a lift that is out of order",
        "a sestina on six kitchen tools",
        "a sonnet whose first letters spell out HYBRID ROUTER",
        "a palindrome of at least eight words about tea",
        "a limerick chain where each last word opens the next",
      ],
    },
  },
  {
    name: "philosophy-question",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: ["{question} Think it through.", "Make the strongest case on both sides, then decide: {question}"],
    },
    fills: {
      question: [
        "Is a heap still a heap without one grain?",
        "Am I the same person who went to sleep?",
        "Can a rule be followed only once?",
        "Is it wrong to break a promise to the dead?",
        "Does the map decide what the land is?",
      ],
    },
  },
  {
    name: "concurrency-theory",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: [
        "Why is it that {fact}?",
        "Our team disputes the claim that {fact}. Settle it with a counterexample or an argument.",
      ],
    },
    fills: {
      fact: [
        "compare-and-swap alone is not enough against ABA",
        "exactly-once delivery is impossible over a lossy link",
        "snapshot isolation is weaker than serialisable",
        "two-phase commit blocks when the coordinator dies",
        "no vector clock can be smaller than the number of writers",
      ],
    },
  },
  {
    name: "finance-decision",
    target: "cloud",
    complexity: "moderate",
    wordings: {
      en: [
        "{case} What would you do, and what number would change your mind?",
        "{case} Work it through with taxes and inflation in mind.",
      ],
    },
    fills: {
      case: [
        "Mortgage at 3.1 % with 22 years left, 40,000 spare, savings pay 2.6 %.",
        "Lease at 310 a month for four years or buy for 17,500 with 38 % left in value then.",
        "Pension lump sum of 96,000 now or 510 a month for life from 66.",
        "Two offers: 58,000 in Lisbon or 83,000 in Zurich, one child, partner works remotely.",
        "A heat pump for 21,000 with a 35 % grant, gas bill 2,300 a year, house from 1978.",
      ],
    },
  },
  {
    name: "design-types",
    target: "cloud",
    complexity: "complex",
    wordings: {
      en: [
        "Model {domain} in TypeScript so that wrong states do not compile.",
        "Which types would make mistakes with {domain} impossible to write?",
      ],
    },
    fills: {
      domain: [
        "a parcel that may be lost only after it was sent",
        "money in several currencies with rounding rules",
        "a form of three pages with a way back",
        "a train with reserved, free and blocked seats",
        "units of measurement with derived units",
      ],
    },
  },
  {
    name: "review-unit-economics",
    target: "cloud",
    complexity: "moderate",
    wordings: {
      en: [
        "{numbers} Is this business healthy?",
        "{numbers} Where would you look first, and what do the figures hide?",
      ],
    },
    fills: {
      numbers: [
        "Acquisition 48, first order margin 11, 1.7 orders a year, 31 % churn a year, refunds 6 %.",
        "Seats 19 a month, support costs 4.20 a seat, payment fees 2.9 %, half pay yearly with 20 % off, churn 3 % a month.",
        "Each ride earns 6.40, driver gets 4.10, insurance 0.55, cancellations 14 %, promotions 0.90.",
        "Box price 34, goods 15.50, packing 3.20, shipping 6.10, returns 9 % and cannot be sold again.",
      ],
    },
  },
  {
    name: "derive-formula",
    target: "cloud",
    complexity: "complex",
    wordings: { en: ["Derive {formula}.", "Where does {formula} come from? Each step, please."] },
    fills: {
      formula: [
        "the period of a pendulum and its first correction",
        "the gradient of cross-entropy with softmax",
        "the Black-Scholes equation",
        "the variance of the hypergeometric distribution",
        "Snell's law from least time",
      ],
    },
  },
  {
    name: "ambiguity-parse",
    target: "cloud",
    complexity: "moderate",
    wordings: {
      en: [
        'How many readings has "{sentence}", and what decides between them?',
        'List every way to parse "{sentence}", with a context for each.',
      ],
    },
    fills: {
      sentence: [
        "Old men and women with children saw the duck under the bridge",
        "I shot the guard with the camera from the tower",
        "Flying planes can be dangerous when they expect visiting relatives",
        "The chicken is ready to eat before the guests who cook",
        "Every student told some teacher that she had passed",
      ],
    },
  },
];
