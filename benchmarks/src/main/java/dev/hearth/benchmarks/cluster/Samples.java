package dev.hearth.benchmarks.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The samples of one scrape in Prometheus' text format, by name and labels as they stand there. */
record Samples(Map<String, Double> values) {
    private static final Pattern SAMPLE =
            Pattern.compile("^([a-zA-Z_:][\\w:]*(?:\\{.*})?) (\\S+)(?: \\d+)?$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    static Samples of(String text) {
        Map<String, Double> values = new HashMap<>();
        Matcher sample = SAMPLE.matcher(text);
        while (sample.find()) {
            values.merge(sample.group(1), Double.parseDouble(sample.group(2).replace("Inf", "Infinity")), Double::sum);
        }
        return new Samples(values);
    }

    /** Sum of the samples of a metric whose labels match. */
    double sum(String metric, Predicate<Map<String, String>> labels) {
        return values.entrySet().stream()
                .filter(each -> each.getKey().equals(metric) || each.getKey().startsWith(metric + "{"))
                .filter(each -> labels.test(labels(each.getKey())))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    static Map<String, String> labels(String sample) {
        Map<String, String> labels = new HashMap<>();
        Matcher label = LABEL.matcher(sample);
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return labels;
    }
}
