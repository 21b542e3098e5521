export { createWorkspace } from './workspace.ts';
export type { Workspace, WorkspaceOptions } from './workspace.ts';
export { channelId } from './workspace-state.ts';
export type { Message } from './workspace-state.ts';
