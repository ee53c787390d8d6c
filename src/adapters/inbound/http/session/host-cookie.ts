/**
 * The name and the attributes of a cookie that no script and no other site can use. Under HTTPS the __Host- prefix (RFC 6265bis §4.1.3.2) binds
 * it to this host, to HTTPS and to the path /.
 */
export const hostCookie = (name: string, https: boolean) =>
  ({
    name: https ? `__Host-${name}` : name,
    attributes: { path: '/', httpOnly: true, sameSite: 'lax', secure: https },
  }) as const;
