import fs from 'node:fs';
import path from 'node:path';

/**
 * Looks into a packaged app's resources: the code is in one archive, native modules are beside it for this platform
 * only, and nothing of development came along.
 *
 * @param {string} resources
 * @returns {Promise<string[]>} complaints
 */
export async function checkContents(resources) {
  const archive = path.join(resources, 'app.asar');
  if (!fs.existsSync(archive)) return [`${archive} is missing`];
  const asar = (await import('@electron/asar')).default;
  const files = asar.listPackage(archive, { isPack: false }).map((file) => file.replaceAll('\\', '/'));

  const wanted = ['main/main.cjs', 'main/simulator.cjs', 'preload/preload.cjs', 'renderer/index.html'];
  const missing = wanted
    .filter((file) => !files.includes(`/out/${file}`))
    .map((file) => `out/${file} is missing`);

  const unwanted = /\.map$|\.tsx?$|\/\.sources$|^\/(src-|tests|scripts|docs|\.)|\/test\//;
  const stray = files.filter((file) => unwanted.test(file)).map((file) => `${file} should not be packaged`);

  const allowed = /^\/(out|package\.json|node_modules)(\/|$)/;
  const foreign = files.filter((file) => !allowed.test(file)).map((file) => `${file} should not be packaged`);

  const loose = ['app', 'default_app.asar', 'default_app.stamp']
    .filter((name) => fs.existsSync(path.join(resources, name)))
    .map((name) => `resources/${name} should not be packaged`);

  const natives = fs.existsSync(`${archive}.unpacked`)
    ? fs
        .readdirSync(`${archive}.unpacked`, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.node'))
    : [];
  const absent = ['classic-level', '@napi-rs']
    .filter((name) => !natives.some((file) => file.replaceAll('\\', '/').includes(`node_modules/${name}`)))
    .map((name) => `no native module of ${name} is unpacked`);
  return [...missing, ...stray, ...foreign, ...loose, ...absent];
}
