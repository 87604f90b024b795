#ifndef VAXEL_CLINUX_SOCKETS_H
#define VAXEL_CLINUX_SOCKETS_H

/* accept4(2) with SOCK_NONBLOCK and SOCK_CLOEXEC; -1 and errno on failure. */
int vaxel_accept(int listener);

/* The effective user that the other end of a Unix socket connected as: SO_PEERCRED; -1 and errno on failure. */
int vaxel_peer_user(int socket, unsigned *user);

#endif
