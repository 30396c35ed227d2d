/** A route of the router: what answers to these methods at this address. */
export interface ServedRoute {
  methods: string[];
  path: string;
}

/** What a signed-in person has in other plugins, such as `/users/me/devices`, signs nobody in. */
const GUARDED = /^\/(auth|connect|users(?!\/me\/[a-z]))(\/|$)/i;

/**
 * Routes below `/auth`, `/users` and `/connect` that are not among our own, or are there twice: a
 * second door to sign in by, with other rules. Addresses begin with `prefix`.
 */
export function foreignDoors(
  served: readonly ServedRoute[],
  own: readonly { method: string; path: string }[],
  prefix: string,
): string[] {
  const expected = own.map(({ method, path }) => `${method.toUpperCase()} ${prefix}${path}`);
  const found = served
    .filter(({ path }) => path.startsWith(prefix) && GUARDED.test(path.slice(prefix.length)))
    .flatMap(({ methods, path }) =>
      methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${path}`),
    );
  return found.filter((door) => {
    const index = expected.indexOf(door);
    if (index >= 0) expected.splice(index, 1);
    return index < 0;
  });
}
