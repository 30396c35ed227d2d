import { openDataFolder } from './launcher/folders';
import { runDatabaseProcess } from './launcher/database-process';

// Started by a launcher, never by hand: the one argument is the data folder.
void runDatabaseProcess(openDataFolder(process.argv[2] ?? '.data'));
