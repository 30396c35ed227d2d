/** Actions of the panel's roles: to look, to start and steer runs, to decide what is the same record. */
export const READ_IMPORTS = 'plugin::importer.imports.read';
export const RUN_IMPORTS = 'plugin::importer.imports.run';
export const DECIDE_LINKS = 'plugin::importer.links.decide';
