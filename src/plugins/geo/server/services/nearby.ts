import type { LonLat, Question } from '../../contract/question';
import type { NearestFeatures, NearestRepository } from '../repositories/nearest';
import type { Asked } from './questions';

export interface NearbyWish extends LonLat {
  /** How far away at most, on the spheroid. */
  radiusMeters?: number;
  limit: number;
}

/** Answers which features are nearest to a position. */
export const createNearbyService = ({ nearest }: { nearest: NearestRepository }) => ({
  find(
    { layer, question, access }: Asked,
    { lon, lat, radiusMeters, limit }: NearbyWish,
  ): Promise<NearestFeatures> {
    const circle = radiusMeters && { kind: 'circle' as const, lon, lat, radiusMeters };
    const within: Question = circle
      ? { ...question, place: [...question.place, circle] }
      : question;
    return nearest.findNearest({ layer, question: within, access, centre: { lon, lat }, limit });
  },
});

export type NearbyService = ReturnType<typeof createNearbyService>;
