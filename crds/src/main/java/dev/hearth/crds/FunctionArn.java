package dev.hearth.crds;

import java.util.regex.Pattern;

/** ARNs of functions. Their partition follows from the region, as in AWS's own list of partitions. */
public final class FunctionArn {
    /** AWS's pattern of a region; {@code eusc-de-east-1} and {@code us-gov-west-1} are regions too. */
    public static final String REGION = "(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}";

    /** A function as a destination names it; groups: account (absent without an ARN), name, qualifier (may be absent). */
    public static final Pattern DESTINATION =
            Pattern.compile("(?:arn:[^:]+:lambda:[^:]+:([0-9]{12}):)?function:([^:]+)(?::(.+))?");

    private static final String ISO = "-iso";

    private FunctionArn() {}

    /**
     * An unqualified ARN.
     *
     * @param accountId 12 digits
     */
    public static String of(String region, String accountId, String name) {
        return prefix(region) + accountId + ":function:" + name;
    }

    /** All of an ARN that is the same for every function of a region. */
    public static String prefix(String region) {
        return "arn:" + partition(region) + ":lambda:" + region + ":";
    }

    /** {@code aws} but for regions that have a partition of their own. */
    public static String partition(String region) {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        if (region.startsWith("eusc-")) {
            return "aws-eusc";
        }
        if (region.startsWith("us-gov-")) {
            return "aws-us-gov";
        }
        int iso = region.indexOf(ISO);
        if (iso < 0) {
            return "aws";
        }
        String which = region.substring(iso + ISO.length()).split("-", 2)[0];
        return which.isEmpty() ? "aws-iso" : "aws-iso-" + which;
    }
}
