package dev.hearth.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.Revisions;
import dev.hearth.gateway.catalog.FunctionId;
import org.junit.jupiter.api.Test;

class LineageTest {
    private static final String ROOT = "Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1";
    private static final FunctionId F = Revisions.function("f");
    private static final FunctionId G = Revisions.function("g");

    private static String passed(String header, FunctionId function, int times) {
        String now = header;
        for (int i = 0; i < times; i++) {
            now = Lineage.passing(now, function);
        }
        return now;
    }

    @Test
    void countsHowOftenAFunctionWasPassed() {
        String once = Lineage.passing(ROOT, F);

        assertThat(once).matches(ROOT + ";Lineage=[0-9a-f]{8}:1");
        assertThat(Lineage.passing(once, F)).matches(ROOT + ";Lineage=[0-9a-f]{8}:2");
    }

    @Test
    void stopsAFunctionThatComesToItselfForTheSeventeenthTime() {
        assertThat(Lineage.isLoop(ROOT, F)).isFalse();
        assertThat(Lineage.isLoop(passed(ROOT, F, 15), F)).isFalse();
        assertThat(Lineage.isLoop(passed(ROOT, F, 16), F)).isTrue();
        assertThat(Lineage.isLoop(passed(ROOT, F, 16), G)).isFalse();
    }

    @Test
    void countsEachFunctionOfALoopOfSeveral() {
        String header = ROOT;
        for (int i = 0; i < 16; i++) {
            header = Lineage.passing(Lineage.passing(header, F), G);
        }

        assertThat(Lineage.isLoop(header, F)).isTrue();
        assertThat(Lineage.isLoop(header, G)).isTrue();
    }

    @Test
    void staysWhereItIsInAHeaderAndKeepsTheRest() {
        String header = Lineage.passing("Root=1;Lineage=00000000:3;Sampled=0", F);

        assertThat(header).matches("Root=1;Sampled=0;Lineage=00000000:3[|][0-9a-f]{8}:1");
    }

    @Test
    void aHeaderOfALongChainDoesNotGrowForEver() {
        String header = ROOT;
        for (int i = 0; i < 500; i++) {
            header = Lineage.passing(header, Revisions.function("f" + i));
        }

        assertThat(header).startsWith(ROOT).hasSizeLessThan(700);
        assertThat(Lineage.isLoop(passed(header, F, 16), F)).isTrue();
    }

    /** Whoever calls may send a header of many, and a loop would take so many times longer to be noticed. */
    @Test
    void aHeaderOfSeveralLineagesIsReadAsOne() {
        String several = "Lineage=00000000:1;" + ROOT + ";Lineage=00000001:2; Lineage=;Lineage=00000000:3";

        String once = Lineage.passing(several, F);

        assertThat(once).matches(ROOT + ";Lineage=00000000:1[|]00000001:2[|]00000000:3[|][0-9a-f]{8}:1");
        assertThat(Lineage.isLoop(passed(several, F, 15), F)).isFalse();
        assertThat(Lineage.isLoop(passed(several, F, 16), F)).isTrue();
        assertThat(Lineage.isLoop(passed("", F, 8) + ";" + passed("", F, 8), F)).isTrue();
    }

    @Test
    void whatIsNoLineageIsNone() {
        assertThat(Lineage.isLoop("Lineage=", F)).isFalse();
        assertThat(Lineage.isLoop("Lineage=a:b|:|::9", F)).isFalse();
        assertThat(Lineage.passing("Lineage=|x", F)).matches("Lineage=x[|][0-9a-f]{8}:1");
    }
}
