import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface ConnectTarget {
  /** What the certificate must be for; an address stands here as itself. */
  readonly hostname: string;
  /** Checked; the connection goes to one of these and to nothing else. */
  readonly addresses: readonly string[];
  readonly port: number;
  readonly isSecure: boolean;
}

/** Opens a connection; it becomes one, or fails, later. */
export type ConnectSocket = (target: ConnectTarget) => Socket;

/** No look-up of its own: the name is resolved to the checked addresses, tried one after the other. */
export const connectSocket: ConnectSocket = ({ hostname, addresses, port, isSecure }) => {
  const known = addresses.map((address) => ({ address, family: isIP(address) }));
  const lookup: LookupFunction = (_hostname, _options, callback) => callback(null, known);
  const options = { host: hostname, port, lookup, autoSelectFamily: true };
  if (!isSecure) return connect(options);
  // An address is no server name (RFC 6066, section 3).
  const servername = isIP(hostname) === 0 ? hostname : '';
  return connectTls({ ...options, servername, ALPNProtocols: ['http/1.1'] });
};
