import { endTool } from '../blob/sign-in/end-tool.js';
import { onTool } from '../blob/sign-in/developer-tools.js';
import type { Activity } from './activity.js';

/** Reports the tool that signs in for this thread to the main thread, which alone learns of the end of the run. */
export function reportTools(activity: Activity): void {
  onTool((_, child) => {
    const pid = child.pid ?? 0;
    if (activity.abandoned) endTool(pid);
    else activity.signsIn(pid);
    child.once('exit', () => {
      activity.signsIn(0);
    });
  });
}

/** Ends the tool that still signs in at the end of a run: its token is no longer needed, and one that hangs would stay. */
export function endTools(activity: Activity): void {
  activity.abandon();
  const pid = activity.read('tool');
  if (pid > 0) endTool(pid);
}
