export {
  answerOf,
  type ChatExample,
  type ExampleMessage,
  questionOf,
  readExample,
  toJsonLines,
} from "./chat-example.ts";
export {
  describeProblem,
  type ExampleFile,
  type LineProblem,
  type NumberedExample,
  readExamples,
} from "./example-file.ts";
