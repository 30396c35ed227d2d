import type { GeoLayer } from '../domain/layer';
import { unsuitableDatabase } from '../errors';
import {
  geometryColumnsOf,
  noteOf,
  type GeometryColumn,
  type GeometryColumnRepository,
} from '../repositories/geometry-columns';
import type { PostgisRepository } from '../repositories/postgis';

const OLDEST_POSTGRES = 15;
const OLDEST_POSTGIS = [3, 3] as const;

interface Dependencies {
  postgis: PostgisRepository;
  columns: GeometryColumnRepository;
  /** Runs the work in one transaction, on columns of that transaction. */
  inTransaction: (work: (columns: GeometryColumnRepository) => Promise<void>) => Promise<void>;
}

const isOldPostgis = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_POSTGIS;
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
};

/** Keeps what this plugin needs of the database beyond Strapi's own schema. Runs at every boot. */
export const createGeometrySchemaService = ({ postgis, columns, inTransaction }: Dependencies) => {
  let ensured: Promise<void> | undefined;

  async function ensurePostgis(): Promise<void> {
    const before = await postgis.inspect();
    if (before.postgresVersion < OLDEST_POSTGRES * 10_000) {
      throw unsuitableDatabase(
        `PostgreSQL ${OLDEST_POSTGRES} or later is needed, this is ${Math.floor(before.postgresVersion / 10_000)}.`,
      );
    }
    let refusal: unknown;
    if (before.postgisVersion === null) {
      // Another instance may create it in the same moment, and then one of the two fails.
      refusal = await postgis.createExtension().catch((error: unknown) => error);
    }
    const { database, role, postgisVersion } = await postgis.inspect();
    if (postgisVersion === null) {
      throw unsuitableDatabase(
        `PostGIS is not in the database "${database}" and the role "${role}" could not create it. ` +
          'As a superuser, in that database, run: create extension postgis;',
        refusal,
      );
    }
    if (isOldPostgis(postgisVersion)) {
      throw unsuitableDatabase(
        `PostGIS ${OLDEST_POSTGIS.join('.')} or later is needed, this is ${postgisVersion}. ` +
          'With the newer package installed, as a superuser run: alter extension postgis update;',
      );
    }
  }

  async function ensureColumn(column: GeometryColumn): Promise<void> {
    const isComplete = async (reader: GeometryColumnRepository): Promise<boolean> => {
      const state = await reader.inspect(column);
      const hasIndexes = state.hasIndex && (column.isSparse || state.hasNearIndex);
      return state.exists && state.note === noteOf(column) && hasIndexes;
    };
    if (await isComplete(columns)) return;
    await inTransaction(async (locked) => {
      await locked.lock(column);
      if (await isComplete(locked)) return;
      const state = await locked.inspect(column);
      if (state.exists && !state.isGenerated) {
        throw unsuitableDatabase(
          `the table "${column.table}" already has a column "${column.name}" that is not ours; rename it.`,
        );
      }
      if (state.exists && state.note !== noteOf(column)) await locked.dropColumn(column);
      if (!state.exists || state.note !== noteOf(column)) {
        await locked.addColumn(column);
        await locked.writeNote(column);
      }
      await locked.addIndex(column);
      if (!column.isSparse) await locked.addNearIndex(column);
    });
  }

  return {
    /**
     * Gives each layer's table its geometry column and index. When all is there nothing is changed and
     * nothing is locked. Instances that boot together wait for the one that came first.
     * @throws Error that says which version or which statement is missing.
     */
    ensure(layers: readonly GeoLayer[]): Promise<void> {
      ensured = (async () => {
        await ensurePostgis();
        for (const column of layers.flatMap(geometryColumnsOf)) await ensureColumn(column);
      })();
      return ensured;
    },

    /** For what builds upon the geometry columns: hooks after the schema sync run side by side. */
    async whenEnsured(): Promise<void> {
      await ensured;
    },
  };
};

export type GeometrySchemaService = ReturnType<typeof createGeometrySchemaService>;
