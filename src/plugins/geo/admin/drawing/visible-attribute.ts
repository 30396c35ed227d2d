/** A condition of Strapi's on an attribute: `{"visible": {"==": [{"var": "isOnline"}, false]}}`. */
interface Conditional {
  conditions?: { visible?: Record<string, unknown> };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/**
 * Whether the form shows an attribute; what it does not show it does not send either. Strapi's
 * conditions compare one other attribute with a value, by `==` or `!=`, and nothing else.
 */
export function isVisible(attribute: unknown, values: Record<string, unknown>): boolean {
  const condition = (attribute as Conditional | undefined)?.conditions?.visible;
  const [operator, operands] = Object.entries(condition ?? {})[0] ?? [];
  if (!Array.isArray(operands)) return true;
  const [left, right] = operands as unknown[];
  const other = isRecord(left) && typeof left['var'] === 'string' ? left['var'] : undefined;
  if (other === undefined) return true;
  const isEqual = (values[other] ?? null) === right;
  return operator === '!=' ? !isEqual : isEqual;
}
