import { contextBridge, ipcRenderer } from 'electron';
import { callChannel, eventChannel, type Port } from '../src-shared/bridge/types.ts';

// The whole surface of the interface towards the system: two channels, parsed by main at the other end.
const port: Port = {
  call: (name, args) => ipcRenderer.invoke(callChannel, name, args),
  onEvent: (listener) => {
    const handler = (_event: unknown, name: string, payload: unknown): void => listener(name, payload);
    ipcRenderer.on(eventChannel, handler);
    return () => {
      ipcRenderer.removeListener(eventChannel, handler);
    };
  },
};

contextBridge.exposeInMainWorld('vigie', port);

// The browser opens the files of the store while the page's code is still on its way.
void indexedDB.databases().catch(() => undefined);
