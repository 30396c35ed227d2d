import type { Core } from '@strapi/strapi';
import { createKeyring, type Keyring } from '../../../../lib/keyring';
import type { FilesConfig } from '../config';
import { objectKeyOf, type StoredName } from '../domain/object-key';
import { writeLink } from '../domain/file-links';
import { fileRows } from '../repositories/file-rows';
import { staleLinks } from '../repositories/stale-links';
import { uploadRecords } from '../repositories/upload-records';
import type { DiskProvider } from './disk-provider';
import { createFilesService, type FilesService } from './files';
import { createFoldersService, type Folder, type FoldersService } from './folders';
import { createInspector, type Inspector } from './inspector';
import { createJudge, type Judge } from './judge';
import { createKeepersService, type KeepersService } from './keepers';
import { createLocalFiles } from './local-files';
import { createScanner, noScanner, type Scanner } from './scanner';
import { createStorage, type SignedLink, type Storage, type UploadProvider } from './storage';
import { createSweeper } from './sweeper';
import { createUploadsService } from './uploads';

interface Wiring {
  strapi: Core.Strapi;
}

interface ApiFolders {
  getAPIUploadFolder(): Promise<Folder>;
}

const FOLDER = 'plugin::upload.folder';
const now = () => new Date();

/** Parsed by the validator at boot. */
export const configOf = (strapi: Core.Strapi) => strapi.config.get<FilesConfig>('plugin::files');

export const prefixOf = (strapi: Core.Strapi) =>
  strapi.config.get<string>('api.rest.prefix', '/api');

/** Of links to files. */
export const keyringOf = (strapi: Core.Strapi): Keyring =>
  createKeyring(configOf(strapi).secrets, 'files.link');

/** Links of one minute are the same, so that browsers show again what they have. */
const STEP_SECONDS = 60;

const expiryAfter = (seconds: number): number =>
  Math.ceil((now().getTime() / 1000 + seconds) / STEP_SECONDS) * STEP_SECONDS;

/** Signs links to files on this machine, without the host. */
export function linkWriterOf(strapi: Core.Strapi) {
  const keyring = keyringOf(strapi);
  const { linkSeconds } = configOf(strapi);
  return (file: StoredName, name: string): SignedLink => {
    const expires = expiryAfter(linkSeconds);
    const link = { objectKey: objectKeyOf(file), name, expires };
    return {
      url: writeLink(keyring, prefixOf(strapi), link),
      expiresAt: new Date(expires * 1000),
    };
  };
}

const own = <Service extends object>(strapi: Core.Strapi, name: string): Service =>
  strapi.plugin('files').service<Service>(name);

const providerOf = (strapi: Core.Strapi) =>
  (strapi.plugin('upload') as unknown as { provider: UploadProvider & Partial<DiskProvider> })
    .provider;

export const services = {
  keepers: () => createKeepersService(),

  inspector: ({ strapi }: Wiring) =>
    createInspector({ limitSeconds: configOf(strapi).inspectSeconds }),

  scanner: ({ strapi }: Wiring): Scanner => {
    const { scanner: address } = configOf(strapi);
    return address === null ? noScanner : createScanner({ address, log: strapi.log });
  },

  judge: ({ strapi }: Wiring) =>
    createJudge({
      inspector: own<Inspector>(strapi, 'inspector'),
      scanner: own<Scanner>(strapi, 'scanner'),
    }),

  storage: ({ strapi }: Wiring) => {
    const { folder, publicUrl, linkSeconds } = configOf(strapi);
    const writeLocalLink = linkWriterOf(strapi);
    const linkTo = (file: StoredName, name: string): SignedLink => {
      const { url, expiresAt } = writeLocalLink(file, name);
      return { url: `${publicUrl}${url}`, expiresAt };
    };
    return createStorage({
      provider: () => providerOf(strapi),
      providerName: strapi.config.get<string>('plugin::upload.provider'),
      linkTo: folder === null ? null : linkTo,
      linkSeconds,
      limitSeconds: () => configOf(strapi).storeSeconds,
      log: strapi.log,
    });
  },

  localFiles: ({ strapi }: Wiring) =>
    createLocalFiles({ folder: configOf(strapi).folder, keyring: keyringOf(strapi), now }),

  folders: ({ strapi }: Wiring) =>
    createFoldersService({
      db: () => strapi.db.connection,
      ensure: () =>
        strapi.plugin('upload').service<ApiFolders>('api-upload-folder').getAPIUploadFolder(),
      // The query engine is typed by generated types, which plugins' content types are not part of.
      find: async (id) =>
        (await strapi.db.query(FOLDER).findOne({ where: { id } })) as Folder | null,
    }),

  files: ({ strapi }: Wiring) =>
    createFilesService({
      db: () => strapi.db.connection,
      files: fileRows,
      storage: own<Storage>(strapi, 'storage'),
    }),

  uploads: ({ strapi }: Wiring) =>
    createUploadsService({
      db: () => strapi.db.connection,
      records: uploadRecords,
      rows: fileRows,
      storage: own<Storage>(strapi, 'storage'),
      judge: own<Judge>(strapi, 'judge'),
      folders: own<FoldersService>(strapi, 'folders'),
      files: own<FilesService>(strapi, 'files'),
      keepers: own<KeepersService>(strapi, 'keepers'),
      quotaBytes: configOf(strapi).quotaBytes,
    }),

  sweeper: ({ strapi }: Wiring) =>
    createSweeper({
      db: () => strapi.db.connection,
      records: uploadRecords,
      rows: fileRows,
      staleLinks,
      storage: own<Storage>(strapi, 'storage'),
      keepers: own<KeepersService>(strapi, 'keepers'),
      tableOf: (uid) =>
        strapi.db.metadata.has(uid) ? strapi.db.metadata.get(uid).tableName : undefined,
      tidy: async () => providerOf(strapi).removeUnfinished?.(now()),
      orphanHours: configOf(strapi).orphanHours,
    }),
};
