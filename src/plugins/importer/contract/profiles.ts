/** A question that is asked again and again, as an editor wrote it. */
export interface ImportProfile {
  name: string;
  source: string;
  parameters: Record<string, unknown>;
  /** Whether schedules ask it. */
  isEnabled: boolean;
}

/** Service `profiles`: what editors keep in the panel. */
export interface ImportProfiles {
  /** Those that are switched on, in the order in which schedules take them. */
  findEnabled(): Promise<ImportProfile[]>;
  /** One by its name or its document id, switched on or not. @throws Problem when there is none. */
  find(name: string): Promise<ImportProfile>;
}
