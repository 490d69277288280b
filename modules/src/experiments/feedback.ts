/** Which answer is rated: what whoever finds a request id gives. */
export interface RatedAnswer {
  readonly tenant: string;
  readonly client: string;
  readonly model: string;
  /** Kind of work, where it is known: a task or an intent. */
  readonly task?: string;
}

export interface Rating {
  readonly requestId: string;
  /** 1 (bad) to 5 (good), whole or not. */
  readonly rating: number;
  /** Words of the user; kept, told to nobody but `comments`. */
  readonly feedback?: string;
}

export interface QualityScore {
  readonly model: string;
  readonly task?: string;
  /** 0 to 1: what the configuration says, moved by ratings. */
  readonly quality: number;
  readonly low: number;
  readonly high: number;
  /** Ratings that count. */
  readonly ratings: number;
}

export type FeedbackEvent = {
  readonly type: "quality-moved";
  readonly model: string;
  readonly from: number;
  readonly to: number;
  readonly ratings: number;
};

export interface Feedback {
  /**
   * Keeps a rating, durably when it returns; a second one of the same request replaces the first.
   * @returns the model's quality after it.
   * @throws LabError FEEDBACK_INVALID for a rating that is no number from 1 to 5 or a text over 4,000 characters,
   * FEEDBACK_UNKNOWN_REQUEST when the tenant has no such request.
   */
  rate(rating: Rating, tenant: string): Promise<QualityScore>;
  /** Quality of a model, for a task when it has ratings there, else over all. Undefined for a model nobody declared. */
  quality(model: string, task?: string): QualityScore | undefined;
  /** Of every declared model, over all tasks. */
  scores(): readonly QualityScore[];
  close(): void;
}
