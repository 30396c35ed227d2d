import type { z } from 'zod';
import { positionReport, type PositionReport } from '../../../contract/location';
import type { Reading, ReportedPosition } from './position';

/** A report that has the form of one, as the position that it says. */
export function positionOf(report: PositionReport, now: Date): ReportedPosition {
  return {
    // The schema lets each pass in one of its two names.
    lon: report.lon ?? report.longitude ?? Number.NaN,
    lat: report.lat ?? report.latitude ?? Number.NaN,
    recordedAt: report.recordedAt === undefined ? now : new Date(report.recordedAt),
    sentAt: report.sentAt === undefined ? null : new Date(report.sentAt),
    accuracyMeters: report.accuracyMeters ?? null,
    altitudeMeters: report.altitudeMeters ?? null,
    speedMps: report.speedMps ?? null,
    headingDegrees: report.headingDegrees ?? null,
    batteryPercent: report.batteryPercent ?? null,
    isMock: report.isMock ?? false,
  };
}

const PLACE = new Set<PropertyKey>(['lon', 'lat', 'longitude', 'latitude']);
const isOffEarth = ({ code, path }: z.core.$ZodIssue): boolean =>
  (code === 'too_big' || code === 'too_small') && PLACE.has(path[0] ?? '');

/** One item of a batch: a position, or why it is none. */
export function readReport(item: unknown, now: Date): Reading {
  const parsed = positionReport.safeParse(item);
  if (parsed.success) return positionOf(parsed.data, now);
  return parsed.error.issues.every(isOffEarth) ? 'out-of-range' : 'invalid';
}
