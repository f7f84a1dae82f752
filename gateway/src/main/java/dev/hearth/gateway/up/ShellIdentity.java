package dev.hearth.gateway.up;

import dev.hearth.crds.FunctionArn;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Region and account that one machine is, chosen as AWS's own tools do: an option, else the shell's variables.
 *
 * @param accountId 12 digits
 */
record ShellIdentity(String region, String accountId) {
    static final String REGION = "us-east-1";

    /** Of namespace {@code default}, when nobody says otherwise. */
    static final String ACCOUNT = "000000000000";

    private static final Predicate<String> IS_REGION =
            Pattern.compile(FunctionArn.REGION).asMatchPredicate();
    private static final Predicate<String> IS_ACCOUNT =
            Pattern.compile("[0-9]{12}").asMatchPredicate();

    /** A setting and where it comes from. */
    private record Setting(String from, String value) {
        String orRefuse(Predicate<String> right, String fix) {
            if (!right.test(value)) {
                throw new UpFailure(from + " is '" + value + "'; " + fix);
            }
            return value;
        }
    }

    /**
     * @param region the option's value; empty: not given
     * @param accountId the option's value; empty: not given
     * @throws UpFailure names where a wrong value comes from, and the fix
     */
    static ShellIdentity of(String region, String accountId, Map<String, String> environment) {
        Setting chosen = setting(
                new Setting("--region", region),
                List.of("HEARTH_REGION", "AWS_REGION", "AWS_DEFAULT_REGION"),
                environment,
                REGION);
        Setting account = setting(
                new Setting("--account-id", accountId),
                List.of("HEARTH_ACCOUNT_ID", "AWS_ACCOUNT_ID"),
                environment,
                ACCOUNT);
        return new ShellIdentity(
                chosen.orRefuse(
                        IS_REGION,
                        "that is no region of AWS's form, and no ARN could hold it. Start with --region " + REGION),
                account.orRefuse(IS_ACCOUNT, "an account has 12 digits. Start with --account-id " + ACCOUNT));
    }

    private static Setting setting(
            Setting option, List<String> variables, Map<String, String> environment, String otherwise) {
        if (!option.value().isEmpty()) {
            return option;
        }
        return variables.stream()
                .map(name -> new Setting(name, environment.getOrDefault(name, "")))
                .filter(setting -> !setting.value().isBlank())
                .findFirst()
                .orElse(new Setting(option.from(), otherwise));
    }
}
