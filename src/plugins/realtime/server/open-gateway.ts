import type { Gateway } from './gateway/gateway';

/** Service `openGateway`: what `bootstrap` opened, for `destroy` to close. */
export interface OpenGateway {
  gateway: Gateway | undefined;
}

export const createOpenGateway = (): OpenGateway => ({ gateway: undefined });
