/** The environment's side of the environment protocol: HTTP/1.1 on plain sockets, a work and a control connection. */
@NullMarked
package dev.hearth.runtime.connection;

import org.jspecify.annotations.NullMarked;
