import { contentTypes } from './content-types';
import { register } from './register';
import { services } from './services';

export default { register, services, contentTypes };
