import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import S3rver from 's3rver';

/** What an S3 server was asked, as far as tests look. */
export interface S3Request {
  method: string;
  /** With its query. */
  url: string;
  headers: IncomingMessage['headers'];
}

export interface S3Server {
  url: string;
  bucket: string;
  requests: S3Request[];
  /** Names of the objects in the bucket. */
  objects: () => Promise<string[]>;
  /** Has every request that this finds fail with 500 until it is given nothing. */
  failOn: (fails: ((asked: S3Request) => boolean) | undefined) => void;
  close: () => Promise<void>;
}

/** The key that s3rver knows. */
const ACCESS_KEY = 'S3RVER';

/**
 * An S3 server over HTTP on a folder of its own. It checks the form of signatures and when they end,
 * but neither the signature itself nor who may read: what is asked of it is recorded instead.
 */
export async function startS3Server(): Promise<S3Server> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'shoal-s3-'));
  const bucket = 'shoal';
  const s3 = new S3rver({
    directory,
    silent: true,
    configureBuckets: [{ name: bucket, configs: [] }],
  });
  await s3.configureBuckets();
  const handle = s3.callback();
  const requests: S3Request[] = [];
  let fails: ((asked: S3Request) => boolean) | undefined;

  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const asked = { method, url, headers };
    requests.push(asked);
    if (fails?.(asked)) {
      request.resume();
      response.writeHead(500, { 'content-type': 'application/xml' });
      response.end('<Error><Code>InternalError</Code><Message>It fails</Message></Error>');
      return;
    }
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    bucket,
    requests,
    async objects() {
      const listed = await (await fetch(`${url}/${bucket}`)).text();
      return [...listed.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key);
    },
    failOn: (given) => (fails = given),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Settings of an app that keeps its files there. */
export const s3Settings = (url: string, { bucket }: Pick<S3Server, 'bucket'>) => ({
  S3_ENDPOINT: url,
  S3_BUCKET: bucket,
  S3_ACCESS_KEY: ACCESS_KEY,
  S3_SECRET_KEY: ACCESS_KEY,
  S3_PREFIX: 'test',
});
