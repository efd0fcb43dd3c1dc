/// <reference types="vite/client" />

declare module 'virtual:icons' {
  const icons: Record<string, string>;
  export default icons;
}

declare module 'moment-timezone/moment-timezone.js' {
  import moment from 'moment-timezone';
  export default moment;
}

declare module 'react-custom-scrollbars-2/lib/index.js';
