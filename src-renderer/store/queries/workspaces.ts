import { ulid } from 'ulid';
import * as v from 'valibot';
import { workspaceIdSchema, type WorkspaceId } from '../../../src-shared/ids.ts';
import {
  clientColours,
  defaultToleranceMs,
  type ClientColour,
  type Workspace,
} from '../../../src-shared/domain/workspace.ts';
import type { Databases } from '../databases.ts';
import { createLiveTable, type LiveTable } from '../live-table.ts';

export const liveWorkspaces = (databases: Databases): LiveTable<Workspace> =>
  createLiveTable(
    databases.authored.workspaces,
    (a, b) => a.position - b.position || a.createdAt - b.createdAt,
  );

/** The colour that the fewest clients wear. */
export function nextColour(taken: readonly Workspace[]): ClientColour {
  const uses = (colour: ClientColour): number => taken.filter((one) => one.colour === colour).length;
  return clientColours.reduce((best, colour) => (uses(colour) < uses(best) ? colour : best));
}

export async function createWorkspace(
  databases: Databases,
  input: {
    readonly name: string;
    readonly colour: ClientColour;
    readonly zone: string;
    readonly toleranceMs?: number;
    readonly training?: boolean;
  },
  now: number,
): Promise<WorkspaceId> {
  const id = v.parse(workspaceIdSchema, ulid(now));
  const last = await databases.authored.workspaces.find().exec();
  await databases.authored.workspaces.insert({
    id,
    name: input.name.trim(),
    colour: input.colour,
    zone: input.zone,
    toleranceMs: input.toleranceMs ?? defaultToleranceMs,
    position: Math.max(0, ...last.map((one) => one.position + 1)),
    training: input.training ?? false,
    archivedAt: null,
    createdAt: now,
    updatedAt: now,
  });
  return id;
}

export type WorkspaceChange = Partial<
  Pick<Workspace, 'name' | 'colour' | 'zone' | 'toleranceMs' | 'position' | 'archivedAt'>
>;

export async function changeWorkspace(
  databases: Databases,
  id: WorkspaceId,
  change: WorkspaceChange,
  now: number,
): Promise<void> {
  const document = await databases.authored.workspaces.findOne(id).exec();
  await document?.incrementalPatch({ ...change, updatedAt: now });
}
