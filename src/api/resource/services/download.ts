import type { Core } from '@strapi/strapi';
import { readableContent } from '../../../access/content';
import { Problem } from '../../../lib/problem';
import type { Principal } from '../../../plugins/accounts/contract/principal';
import type { Files } from '../../../plugins/files/contract/files';
import { createResourceStore } from '../resource-store';
import { isWebAddress } from '../web-address';

const FILE = { contentType: 'api::resource.resource', field: 'file' };
const readable = readableContent('resources');

const notFound = () => new Problem({ type: 'not-found', detail: 'There is no such resource.' });
/** Not of what was published through Strapi: the rules of resources see to that. */
const noFile = () =>
  new Problem({ type: 'not-found', code: 'no-file', detail: 'This resource has no file.' });

export interface DownloadService {
  /**
   * Where a resource that this person may read is to be had right now.
   * @param isCounted whether this is a download, and not a look or the rest of one.
   */
  open(by: Principal, documentId: string, isCounted: boolean): Promise<string>;
}

export default ({ strapi }: { strapi: Core.Strapi }): DownloadService => ({
  async open(by, documentId, isCounted) {
    const store = createResourceStore(strapi.db.connection);
    const resource = await store.findDownloadable(documentId, readable(by));
    if (!resource) throw notFound();
    const address =
      resource.url ||
      (await strapi
        .plugin('files')
        .service<Files>('files')
        .downloadLink({ ...FILE, id: resource.id }));
    if (!address || (resource.url && !isWebAddress(resource.url))) throw noFile();
    if (isCounted) await store.countDownload(documentId);
    return address;
  },
});
