/** Who changes something in a room: a person, or an account of the panel, which is no person here. */
export interface Actor {
  userId: number | null;
  panelAccount?: number;
}
