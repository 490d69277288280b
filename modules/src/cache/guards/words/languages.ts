export const LANGUAGES = ["en", "it", "de", "fr", "es", "tr"] as const;

/** Languages whose words the guards know. */
export type Language = (typeof LANGUAGES)[number];

export type ByLanguage<Value> = Readonly<Record<Language, Value>>;

/** Words of a list that is written as one text. */
export const words = (list: string): readonly string[] => list.split(/\s+/).filter((word) => word !== "");
