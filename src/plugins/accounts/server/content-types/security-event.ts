import { SECURITY_EVENT_TYPES } from '../../contract/security-event';

/** Read in the panel, written by SQL only; the database refuses changes (0005_security_events.sql). */
export const SECURITY_EVENT = 'plugin::accounts.security-event';

const called = (label: string) => ({ edit: { label }, list: { label } });

/** Relations are left out on purpose: an event outlives the account it is about. */
export const securityEvent = {
  schema: {
    kind: 'collectionType',
    collectionName: 'accounts_security_events',
    info: {
      singularName: 'security-event',
      pluralName: 'security-events',
      displayName: 'Security events',
      description: 'What happened to accounts: who did what to whom, from where. Append-only',
    },
    options: { draftAndPublish: false },
    pluginOptions: {
      'content-manager': { visible: true },
      'content-type-builder': { visible: false },
    },
    attributes: {
      type: { type: 'enumeration', enum: [...SECURITY_EVENT_TYPES], required: true },
      actorKind: {
        type: 'enumeration',
        enum: ['anonymous', 'user', 'panel', 'system'],
        required: true,
      },
      actorId: { type: 'string' },
      targetId: { type: 'string' },
      address: { type: 'string' },
      device: { type: 'string' },
      requestId: { type: 'string' },
      details: { type: 'json' },
    },
    // How the panel shows it at first; who may configure views can change that there.
    config: {
      settings: {
        mainField: 'type',
        defaultSortBy: 'createdAt',
        defaultSortOrder: 'DESC',
        pageSize: 50,
        searchable: true,
        filterable: true,
        bulkable: false,
      },
      metadatas: {
        createdAt: called('When'),
        type: called('What'),
        actorKind: called('Actor'),
        actorId: called('Id of the actor'),
        targetId: called('Id of the account'),
        address: called('Address'),
        device: called('Device'),
        requestId: called('Id of the request'),
        details: called('Details'),
      },
      layouts: {
        list: ['createdAt', 'type', 'actorKind', 'targetId', 'address', 'device'],
        edit: [
          [
            { name: 'type', size: 6 },
            { name: 'targetId', size: 6 },
          ],
          [
            { name: 'actorKind', size: 6 },
            { name: 'actorId', size: 6 },
          ],
          [
            { name: 'address', size: 6 },
            { name: 'device', size: 6 },
          ],
          [{ name: 'requestId', size: 6 }],
          [{ name: 'details', size: 12 }],
        ],
      },
    },
  },
};
