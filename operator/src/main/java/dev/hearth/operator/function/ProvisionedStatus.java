package dev.hearth.operator.function;

import dev.hearth.crds.FunctionVersion;
import dev.hearth.crds.FunctionVersionStatus;
import dev.hearth.crds.ProvisionedConcurrencyStatus;
import dev.hearth.operator.gateway.ServedAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How provisioned concurrency stands, in Lambda's words, and when to look again. */
final class ProvisionedStatus {
    static final String IN_PROGRESS = "IN_PROGRESS";
    static final String READY = "READY";
    static final String FAILED = "FAILED";
    private static final String INIT_FAILURE = "FUNCTION_ERROR_INIT_FAILURE";

    private ProvisionedStatus() {}

    /** Of a version whose environments the gateway keeps. */
    static ProvisionedConcurrencyStatus of(int requested, ServedAnswer now) {
        String status = now.failing() ? FAILED : now.available() < requested ? IN_PROGRESS : READY;
        return status(
                requested,
                now.allocated(),
                now.available(),
                status,
                now.failing() ? Optional.of(INIT_FAILURE) : Optional.empty());
    }

    /** What was in force before is. */
    static ProvisionedConcurrencyStatus refused(int requested, ServedAnswer now, String why) {
        return status(requested, now.allocated(), now.available(), FAILED, Optional.of(why));
    }

    /** Nothing of what is asked for is in force. */
    static ProvisionedConcurrencyStatus refused(int requested, String why) {
        return status(requested, 0, 0, FAILED, Optional.of(why));
    }

    /**
     * Of an alias.
     *
     * @param parts environments by version
     */
    static ProvisionedConcurrencyStatus of(Map<String, Integer> parts, List<FunctionVersion> versions) {
        int requested = 0;
        int allocated = 0;
        int available = 0;
        String status = READY;
        Optional<String> reason = Optional.empty();
        for (Map.Entry<String, Integer> part : parts.entrySet()) {
            ProvisionedConcurrencyStatus of = of(part.getKey(), versions)
                    .filter(each -> each.getRequestedProvisionedConcurrentExecutions() == part.getValue())
                    .orElseGet(() -> status(part.getValue(), 0, 0, IN_PROGRESS, Optional.empty()));
            requested += part.getValue();
            allocated += of.getAllocatedProvisionedConcurrentExecutions();
            available += of.getAvailableProvisionedConcurrentExecutions();
            status = worse(status, of.getStatus());
            reason = reason.or(() -> Optional.ofNullable(of.getStatusReason()));
        }
        return status(requested, allocated, available, status, reason);
    }

    private static Optional<ProvisionedConcurrencyStatus> of(String number, List<FunctionVersion> versions) {
        return versions.stream()
                .filter(version -> version.getSpec().getVersion().equals(number))
                .findFirst()
                .map(FunctionVersion::getStatus)
                .map(FunctionVersionStatus::getProvisionedConcurrency);
    }

    private static String worse(String one, String other) {
        List<String> fromBad = List.of(FAILED, IN_PROGRESS, READY);
        return fromBad.get(Math.min(fromBad.indexOf(one), fromBad.indexOf(other)));
    }

    private static ProvisionedConcurrencyStatus status(
            int requested, int allocated, int available, String status, Optional<String> reason) {
        ProvisionedConcurrencyStatus made = new ProvisionedConcurrencyStatus();
        made.setRequestedProvisionedConcurrentExecutions(requested);
        made.setAllocatedProvisionedConcurrentExecutions(allocated);
        made.setAvailableProvisionedConcurrentExecutions(available);
        made.setStatus(status);
        made.setStatusReason(reason.orElse(null));
        return made;
    }

    /** Numbers alone are not worth a write: metrics tell them. */
    static boolean isSame(Optional<ProvisionedConcurrencyStatus> one, Optional<ProvisionedConcurrencyStatus> other) {
        return one.map(ProvisionedStatus::essence).equals(other.map(ProvisionedStatus::essence));
    }

    private static List<Object> essence(ProvisionedConcurrencyStatus status) {
        return List.of(
                status.getRequestedProvisionedConcurrentExecutions(),
                status.getStatus(),
                Optional.ofNullable(status.getStatusReason()));
    }

    static Duration again(ProvisionedConcurrencyStatus status) {
        return switch (status.getStatus()) {
            case IN_PROGRESS -> Duration.ofSeconds(1);
            case READY -> Duration.ofSeconds(10);
            default -> Duration.ofSeconds(5);
        };
    }
}
