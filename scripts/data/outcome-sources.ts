/** A public repository at one commit, and the files of it that are read. */
export interface OutcomeSource {
  readonly repository: string;
  readonly commit: string;
  readonly licence: string;
}

/** RouteLLM's evaluation files: MMLU and GSM8K questions, answered by Mixtral-8x7B (weak) and GPT-4 Turbo (strong). */
export const routeLlm: OutcomeSource = {
  repository: "lm-sys/RouteLLM",
  commit: "0b64fdafe049e596a3f5657c219329f24af24198",
  licence: "Apache-2.0",
};

/** RouterArena's results on its `sub_10` questions: Claude 3 Haiku (weak) and Gemini 2.0 Flash (strong). */
export const routerArena: OutcomeSource = {
  repository: "RouteWorks/RouterArena",
  commit: "4714a9ad73e897a1241e73a86c9297fed2e871d8",
  licence: "Apache-2.0",
};

/** MMLU's 57 subjects, as RouteLLM names its files. */
export const mmluDomains: readonly string[] = `
abstract_algebra anatomy astronomy business_ethics clinical_knowledge college_biology college_chemistry
college_computer_science college_mathematics college_medicine college_physics computer_security conceptual_physics
econometrics electrical_engineering elementary_mathematics formal_logic global_facts high_school_biology
high_school_chemistry high_school_computer_science high_school_european_history high_school_geography
high_school_government_and_politics high_school_macroeconomics high_school_mathematics high_school_microeconomics
high_school_physics high_school_psychology high_school_statistics high_school_us_history high_school_world_history
human_aging human_sexuality international_law jurisprudence logical_fallacies machine_learning management marketing
medical_genetics miscellaneous moral_disputes moral_scenarios nutrition philosophy prehistory professional_accounting
professional_law professional_medicine professional_psychology public_relations security_studies sociology
us_foreign_policy virology world_religions`
  .trim()
  .split(/\s+/);
