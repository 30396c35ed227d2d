import config from './config';
import { contentTypes } from './content-types';
import { destroy } from './destroy';
import { middlewares } from './middlewares';
import { register } from './register';
import { services } from './services';

export default { register, destroy, config, services, contentTypes, middlewares };
