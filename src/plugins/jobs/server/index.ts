import { bootstrap } from './bootstrap';
import config from './config';
import { destroy } from './destroy';
import { register } from './register';
import { services } from './services';

export default { config, register, bootstrap, destroy, services };
