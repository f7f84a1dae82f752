package dev.hearth.gateway.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HoldingTest {
    private final SharedBudget budget = new SharedBudget(100, 0, 10);
    private final Share share = budget.share("one");
    private final Holding holding = new Holding(share, Purpose.BEGIN);

    @Test
    void isGivenBackOnce() {
        holding.grow(30);
        holding.close();
        holding.close();

        assertThat(budget.held()).isZero();
        assertThat(share.held()).isZero();
    }

    @Test
    void takesNothingOnceItIsClosed() {
        holding.close();

        assertThat(holding.grow(1).isGranted()).isFalse();
        assertThat(budget.held()).isZero();
    }

    @Test
    void keepsWhatItHasWhenMoreIsRefused() {
        holding.grow(50);

        assertThat(holding.grow(1)).isEqualTo(Grant.OVER_SHARE);
        assertThat(holding.held()).isEqualTo(50);
    }

    @Test
    void givesBackNoMoreThanItHas() {
        holding.grow(5);
        holding.shrink(7);

        assertThat(budget.held()).isZero();
    }

    @Test
    void movesToAnotherBudgetAsAWhole() {
        SharedBudget proven = new SharedBudget(100, 0, 10);
        holding.grow(40);

        assertThat(holding.moveTo(proven.share("account"))).isEqualTo(Grant.GRANTED);
        assertThat(budget.held()).isZero();
        holding.close();
        assertThat(proven.held()).isZero();
    }

    @Test
    void staysWhereItIsWhenTheOtherBudgetRefuses() {
        SharedBudget small = new SharedBudget(30, 0, 10);
        holding.grow(40);

        assertThat(holding.moveTo(small.share("account"))).isEqualTo(Grant.FULL);
        assertThat(share.held()).isEqualTo(40);
    }
}
