/** Whole lives of environments: the real launcher and JVMs against a gateway that the test plays. */
package dev.hearth.runtime.life;
