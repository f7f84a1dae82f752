/** Who may run now: reserved concurrency and the account's limit as permits, taken at dispatch. */
@NullMarked
package dev.hearth.gateway.concurrency;

import org.jspecify.annotations.NullMarked;
