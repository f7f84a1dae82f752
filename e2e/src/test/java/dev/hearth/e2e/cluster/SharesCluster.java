package dev.hearth.e2e.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests of this class keep to namespaces of their own and disturb nobody in the cluster. They come last: by then the machine's
 * own tests are over, and two of these classes run at the same time, one of each lane, which they name with a {@code
 * ResourceLock}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
@ResourceLock(value = "cluster", mode = ResourceAccessMode.READ)
@Order(Integer.MAX_VALUE)
@interface SharesCluster {
    /** One lane. */
    String ONE = "cluster, first lane";

    /** The other. */
    String TWO = "cluster, second lane";
}
