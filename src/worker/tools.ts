import { endTool } from '../blob/end-tool.js';
import { onTool } from '../blob/watch-tools.js';
import type { Activity } from './activity.js';

/** Reports the tool that signs in for this thread, as only the main thread hears of the end of the run. */
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

/** Ends the tool that still signs in at the end of a run: nobody takes its token any more, and one that hangs would stay. */
export function endTools(activity: Activity): void {
  activity.abandon();
  const pid = activity.read('tool');
  if (pid > 0) endTool(pid);
}
