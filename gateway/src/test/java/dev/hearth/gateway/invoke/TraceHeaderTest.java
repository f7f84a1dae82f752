package dev.hearth.gateway.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TraceHeaderTest {
    @Test
    void createsXRaysFormat() {
        assertThat(TraceHeader.create(0x5759e988L))
                .matches("Root=1-5759e988-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0");
    }

    @Test
    void keepsTheCallersTraceAndAddsAMissingRoot() {
        assertThat(TraceHeader.complete("Root=1-a-b;Parent=c;Sampled=1", 1)).isEqualTo("Root=1-a-b;Parent=c;Sampled=1");
        assertThat(TraceHeader.complete("Self=1-a-b", 1)).matches("Root=1-00000001-[0-9a-f]{24};Self=1-a-b");
        assertThat(TraceHeader.complete("", 1)).startsWith("Root=1-00000001-");
    }

    @Test
    void findsTheRoot() {
        assertThat(TraceHeader.root("Parent=c;Root=1-a-b;Sampled=1")).isEqualTo("Root=1-a-b");
        assertThat(TraceHeader.root("Root=1-a-b")).isEqualTo("Root=1-a-b");
    }
}
