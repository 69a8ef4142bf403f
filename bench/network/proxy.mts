import { connect, createServer, type Server, type Socket } from 'node:net';
import { Direction, type Road } from './direction.mjs';
import { Link } from './link.mjs';
import type { Network } from './profiles.mjs';
import { Schedule } from './schedule.mjs';

/** A TCP proxy that gives its target the latency and rate of a network. */
export function createProxy(network: Network, targetPort: number): Server {
  const schedule = new Schedule();
  const up: Road = { network, schedule, link: new Link(network.rate) };
  const down: Road = { network, schedule, link: new Link(network.rate) };
  const options = { allowHalfOpen: true, noDelay: true };
  return createServer(options, (near) => {
    const far = connect({ ...options, port: targetPort, host: '127.0.0.1' });
    // The kernel has already accepted; the round trip of the handshake is made up for here.
    const upward = new Direction(near, far, { road: up, opensAt: performance.now() + network.rtt });
    const downward = new Direction(far, near, { road: down, opensAt: 0 });
    near.on('end', () => {
      upward.end();
    });
    far.on('end', () => {
      downward.end();
    });
    destroyTogether(near, far);
  });
}

/** An abort arrives at once: who aborts waits for nothing. */
function destroyTogether(near: Socket, far: Socket): void {
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => {
      if (!one.readableEnded) other.destroy();
    });
  }
}
