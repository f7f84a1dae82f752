package dev.hearth.runtime.conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The answers of both sides to one case. */
record Comparison(Case wanted, Run aws, Run hearth) {
    private static final int SHOWN = 1500;
    private static final Pattern PROXY_NUMBER = Pattern.compile("roxy\\d+");

    long cases() {
        return wanted.events().size();
    }

    long failures() {
        return aws.answers().stream().filter(Answer::isFailure).count();
    }

    /** What differs, by handler and event. */
    Map<String, String> differences() {
        Map<String, String> differences = new LinkedHashMap<>();
        for (int i = 0; i < wanted.events().size(); i++) {
            compare(
                    wanted.events().get(i).text(),
                    aws.answers().get(i).toString(),
                    hearth.answers().get(i).toString(),
                    differences);
        }
        compare("(process ends)", String.valueOf(aws.ended()), String.valueOf(hearth.ended()), differences);
        if (!hasDeepTrace() && !plain(aws.log()).contains(plain(hearth.log()))) {
            compare("(log)", aws.log(), hearth.log(), differences);
        }
        return differences;
    }

    private void compare(String what, String awss, String ours, Map<String, String> differences) {
        if (!plain(awss).equals(plain(ours))) {
            differences.put(wanted.name() + " " + what, "  AWS    " + cut(awss) + "\n  Hearth " + cut(ours));
        }
    }

    /** How deep a stack overflows is up to the JVM; its trace in the log says nothing about the client. */
    private boolean hasDeepTrace() {
        return aws.log().contains("StackOverflowError");
    }

    /** The JDK numbers its proxy classes by process. */
    private static String plain(String text) {
        return PROXY_NUMBER.matcher(text).replaceAll("roxy#");
    }

    private static String cut(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
