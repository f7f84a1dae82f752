/** The gateway's ports in a cluster: functions from custom resources, environments as pods of Deployments. */
@NullMarked
package dev.hearth.gateway.kubernetes;

import org.jspecify.annotations.NullMarked;
