import { errors } from '@strapi/utils';
import {
  applyDocumentRule,
  type DocumentCall,
  type DocumentRule,
  type EntryReader,
} from './document-rules';

const UID = 'api::boat.boat';
const stored = {
  id: 1,
  documentId: 'boat',
  name: 'Anna',
  harbour: { id: 5, documentId: 'porto' },
};
const harbours = [
  { id: 5, documentId: 'porto', depthMeters: 12 },
  { id: 6, documentId: 'vigo', depthMeters: 3 },
];

const reader = (hasDrafts = false): EntryReader => ({
  findOne: (uid, { where }) => {
    const rows: Record<string, unknown>[] = uid === UID ? [stored] : harbours;
    const [key, value] = Object.entries(where)[0] ?? ['', ''];
    return Promise.resolve(rows.find((row) => row[key] === value) ?? null);
  },
  targetOf: () => 'api::harbour.harbour',
  hasDrafts: () => hasDrafts,
});

const rule: DocumentRule = {
  uid: UID,
  relations: { harbour: {} },
  ledElsewhere: ['crew'],
  complete: ({ name, nickname }) =>
    typeof name === 'string' && nickname === undefined ? { nickname: name.slice(0, 1) } : {},
  check: ({ harbour, nickname }, { isDraft }) => {
    if (!harbour) return isDraft ? [] : [{ path: ['harbour'], message: 'Has none.' }];
    const { depthMeters } = harbour as { depthMeters: number };
    const isShallow = depthMeters < 5 || nickname === '';
    return isShallow ? [{ path: ['harbour'], message: 'Is shallow.' }] : [];
  },
};

const faultOf = async (call: Partial<DocumentCall>, hasDrafts = false) => {
  try {
    await applyDocumentRule(
      { uid: UID, action: 'create', params: {}, ...call },
      rule,
      reader(hasDrafts),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof errors.ValidationError)) throw error;
    return String(error.message);
  }
};
const update = (data: Record<string, unknown>) =>
  faultOf({ action: 'update', params: { documentId: 'boat', data } });

it('checks what is written over what is stored', async () => {
  expect(await update({ name: 'Berta' })).toBeUndefined();
  expect(await update({ harbour: 'vigo' })).toBe('Is shallow.');
  expect(await update({ harbour: { disconnect: [{ id: 5 }] } })).toBe('Has none.');
  expect(await update({ nickname: '' })).toBe('Is shallow.');
});

it('checks what is made', async () => {
  expect(await faultOf({ params: { data: { name: 'Anna' } } })).toBe('Has none.');
  expect(await faultOf({ params: { data: { harbour: 5 } } })).toBeUndefined();
  expect(await faultOf({ params: { data: { harbour: 'nowhere' } } })).toBe('Has none.');
});

it('fills in what was left out', async () => {
  const call = { uid: UID, action: 'create', params: { data: { name: 'Anna', harbour: 5 } } };
  await applyDocumentRule(call, rule, reader());
  expect(call.params.data).toEqual({ name: 'Anna', harbour: 5, nickname: 'A' });
});

it('tells drafts from what others read', async () => {
  expect(await faultOf({ params: { data: {} } }, true)).toBeUndefined();
  expect(await faultOf({ params: { data: {}, status: 'published' } }, true)).toBe('Has none.');
});

it('refuses what is led from its other end, and nothing of a form that left it alone', async () => {
  expect(await update({ crew: { connect: [{ id: 1 }], disconnect: [] } })).toMatch(/^crew is /);
  expect(await update({ crew: { connect: [], disconnect: [] } })).toBeUndefined();
});

it('looks at no other type and at nothing that only reads', async () => {
  expect(await faultOf({ uid: 'api::other.other' })).toBeUndefined();
  expect(await faultOf({ action: 'findMany' })).toBeUndefined();
});
