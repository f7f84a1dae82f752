/** Who the gateway is on the wire: certificate and key in files that change while it runs. */
@NullMarked
package dev.hearth.gateway.tls;

import org.jspecify.annotations.NullMarked;
