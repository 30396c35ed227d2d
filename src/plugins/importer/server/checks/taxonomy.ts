import type { Check } from './check';

/** Whether the name is one of the register, and one of the sea. */
export const checkTaxonomy: Check = ({ record }) => {
  const { aphiaId, isMarine, isBrackish } = record;
  if (aphiaId === null) return { NO_MATCH: true };
  const isOfTheSea = isMarine === true || isBrackish === true;
  const isNotOfTheSea = isMarine === false && isBrackish === false;
  return {
    NO_MATCH: false,
    NOT_MARINE: isNotOfTheSea,
    MARINE_UNSURE: !isOfTheSea && !isNotOfTheSea,
  };
};
