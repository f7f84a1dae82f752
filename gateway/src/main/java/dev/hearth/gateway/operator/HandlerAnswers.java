package dev.hearth.gateway.operator;

import dev.hearth.code.StoredPackage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers whether a package has a handler's class, by digest and handler: the operator asks again and again, and each look inflates
 * the libraries of a package. Those asked for lately are kept.
 */
final class HandlerAnswers {
    private static final int MAX = 2_000;

    private final Map<Question, Optional<String>> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Optional<String>> eldest) {
            return size() > MAX;
        }
    };

    private record Question(String sha256, String handler) {}

    /**
     * Why the handler will not be found; empty: it may be there.
     *
     * @param look finds out
     */
    Optional<String> missing(StoredPackage stored, String handler, Supplier<Optional<String>> look) {
        Question question = new Question(stored.sha256(), handler);
        synchronized (known) {
            Optional<String> answer = known.get(question);
            if (answer != null) {
                return answer;
            }
        }
        Optional<String> answer = look.get();
        synchronized (known) {
            known.put(question, answer);
        }
        return answer;
    }
}
