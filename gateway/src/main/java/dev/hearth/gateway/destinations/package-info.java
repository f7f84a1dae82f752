/** Who gets records of asynchronous invocations: functions, SQS queues, URLs and subjects of NATS. */
@org.jspecify.annotations.NullMarked
package dev.hearth.gateway.destinations;
