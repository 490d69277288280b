/** What is asked under load: easy and hard, short and of some 200 characters. */
export const PROMPTS: readonly string[] = [
  "Hello, how are you today?",
  "What is the capital of France?",
  "Thanks, that was all I wanted to know.",
  "Translate to German: where is the station?",
  "Define the word 'latency' in one sentence.",
  "When was the printing press invented, and by whom?",
  "Give me three synonyms of 'quick'.",
  "What is 17 times 23?",
  "Compare relational databases and document stores for a web shop, explain the trade-offs of consistency and availability, and suggest which one fits a small team that wants to grow over the next years.",
  "Design a rate limiter for an API of several regions; say which data structure each node keeps, how they agree, and what happens when the link between two of the regions is cut for some minutes.",
  "Write a TypeScript function that merges overlapping intervals, state its complexity, and prove that it is right for intervals that touch at one point only, with a test for each of the edge cases.",
  "Analyse why a service under load answers slower at its 99th percentile when its connection pool is made larger, and which measurements would tell apart the two most likely reasons for it.",
  "Summarise the arguments for and against a four-day week in a company of thirty engineers who are on call, and propose how a trial of three months could be measured fairly and without much work.",
  "Explain step by step how a transaction in a database with write-ahead logging outlives a crash between its commit record and the next checkpoint, and what is read back when it starts again.",
  "Plan a migration of a monolith's billing module into a service of its own without downtime, including how both write the same ledger for a while and how you would know that nothing is charged twice.",
  "Derive the expected number of draws until every one of n different cards has been seen at least once, and give the value for a deck of fifty-two cards to two decimal places, showing each of the steps.",
];
